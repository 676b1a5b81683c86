package dev.reelroute.api;

import dev.reelroute.inspect.SourceDescription;
import org.jspecify.annotations.Nullable;

/**
 * What is to be planned: a video that is there, or a source that is described.
 *
 * @param video id
 * @param profile name of a ladder; null: the video's own, or the default one
 */
public record PlanRequest(
        @Nullable String video,
        @Nullable SourceDescription source,
        @Nullable String profile) {}
