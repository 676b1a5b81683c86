package dev.reelroute.ffmpeg;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Which FFmpeg is used, how it is confined, and what it accepts as input.
 *
 * @param path the ffmpeg program; empty: the one that Maven brings, else the one on the PATH. A path that is set but
 *     does not work stops the start: no other FFmpeg is used instead
 * @param probePath the ffprobe program; empty: the one beside {@code path}
 * @param cache folder into which the FFmpeg that Maven brings is unpacked (90 MB, once for each version); empty:
 *     {@code ~/.cache/reelroute}, or the temporary folder when that cannot be written
 * @param sandbox how FFmpeg is confined
 * @param maxPixels largest frame that is decoded, width times height
 * @param maxStreams most streams that a file may have
 * @param maxAlloc largest single block of memory that FFmpeg may ask for
 * @param probeSize how many bytes of a file are read to find out what it holds
 * @param analyzeDuration how much playing time is looked at to find out what the file holds
 */
@Validated
@ConfigurationProperties("reelroute.ffmpeg")
public record FfmpegProperties(
        @Nullable Path path,
        @Nullable Path probePath,
        @Nullable Path cache,
        @NotNull SandboxMode sandbox,
        @Min(1) long maxPixels,
        @Min(1) int maxStreams,
        @NotNull DataSize maxAlloc,
        @NotNull DataSize probeSize,
        @NotNull Duration analyzeDuration) {

    public FfmpegProperties {
        path = unlessEmpty(path);
        probePath = unlessEmpty(probePath);
        cache = unlessEmpty(cache);
    }

    public enum SandboxMode {
        /** The strongest tier that this machine allows. */
        AUTO,
        /** Bubblewrap, or no start. */
        REQUIRED,
        /** Resource limits and an empty environment only. */
        OFF
    }

    /** A key that stands in a YAML file without a value arrives as an empty path. */
    private static @Nullable Path unlessEmpty(@Nullable Path path) {
        return path == null || path.toString().isEmpty() ? null : path;
    }
}
