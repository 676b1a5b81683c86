package dev.reelroute.ffmpeg;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What every encoding run gets, whatever it encodes.
 *
 * @param inputRules what is put before every input: whitelists and limits
 * @param threads of the decoder, of the filters and of each encoder but x265. They affect the result: x264 gives other
 *     bytes with another number, so all workers of an installation should have the same
 * @param loopback whether FFmpeg can decode its own output in the same run; asked when it is needed, because a process
 *     that only answers the API has no FFmpeg
 */
public record FfmpegSettings(List<String> inputRules, int threads, BooleanSupplier loopback) {

    /** For the FFmpeg that Maven brings. */
    public FfmpegSettings(List<String> inputRules, int threads) {
        this(inputRules, threads, () -> true);
    }

    public boolean loopsBack() {
        return loopback.getAsBoolean();
    }

    public FfmpegSettings {
        inputRules = List.copyOf(inputRules);
        if (threads < 1) {
            throw new IllegalArgumentException("An encoder needs at least one thread, got " + threads);
        }
    }
}
