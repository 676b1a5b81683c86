package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of videos, newest first; without a cursor it is the last one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VideoPage(List<VideoView> items, @Nullable String nextCursor) {}
