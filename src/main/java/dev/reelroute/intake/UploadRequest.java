package dev.reelroute.intake;

import dev.reelroute.notify.Webhook;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client announces.
 *
 * @param size bytes
 * @param profile name; null for the default
 * @param metadata the user's own, handed back with the video
 * @param webhook who is told of what becomes of it
 * @param priority higher goes first; null for 0
 * @param tenant on whose behalf; null for nobody in particular
 */
public record UploadRequest(
        String filename,
        @Nullable String contentType,
        long size,
        @Nullable String profile,
        @Nullable Map<String, String> metadata,
        @Nullable Webhook webhook,
        @Nullable Integer priority,
        @Nullable String tenant) {}
