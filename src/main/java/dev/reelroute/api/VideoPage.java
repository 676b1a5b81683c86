package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.ledger.VideoStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of videos; without a cursor it is the last one.
 *
 * @param total how many are found, on all pages; null when that was not asked for
 * @param counts how many would be found, by status, whatever status was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VideoPage(
        List<VideoView> items,
        @Nullable String nextCursor,
        @Nullable Long total,
        @Nullable Map<VideoStatus, Long> counts) {}
