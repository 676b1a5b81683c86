package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.reelroute.intake.Upload;
import dev.reelroute.ledger.VideoStatus;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a registration.
 *
 * @param location address of the video, for the header of that name: a path that includes the prefix of a proxy before
 *     ours
 */
public record RegisteredVideo(
        String id,
        VideoStatus status,
        Upload upload,
        @JsonIgnore @Nullable String location) {}
