package dev.reelroute.inspect;

import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a source that nobody has looked at.
 *
 * @param width pixels as shown
 * @param height pixels as shown
 * @param duration seconds
 * @param frameRate {@code 25}, {@code 29.97} or {@code 30000/1001}; null: 30
 * @param videoCodec FFmpeg's name; null: {@code h264}
 * @param size bytes; null: as many as such a source usually has
 */
public record SourceDescription(
        int width,
        int height,
        double duration,
        @Nullable String frameRate,
        @Nullable String videoCodec,
        @Nullable Long size) {}
