package dev.reelroute.ffmpeg;

import java.util.List;

/**
 * What every encoding run gets, whatever it encodes.
 *
 * @param inputRules what is put before every input: whitelists and limits
 * @param threads of the decoder, of the filters and of each encoder but x265. They affect the result: x264 gives other
 *     bytes with another number, so all workers of an installation should have the same
 */
public record FfmpegSettings(List<String> inputRules, int threads) {

    public FfmpegSettings {
        inputRules = List.copyOf(inputRules);
        if (threads < 1) {
            throw new IllegalArgumentException("An encoder needs at least one thread, got " + threads);
        }
    }
}
