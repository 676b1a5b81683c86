package dev.reelroute.intake;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client announces.
 *
 * @param size bytes
 * @param profile name; null for the default
 * @param metadata the user's own, handed back with the video
 */
public record UploadRequest(
        String filename,
        @Nullable String contentType,
        long size,
        @Nullable String profile,
        @Nullable Map<String, String> metadata) {}
