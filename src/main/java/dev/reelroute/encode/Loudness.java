package dev.reelroute.encode;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How loud a whole audio track is, by EBU R 128 (ITU-R BS.1770).
 *
 * @param integrated LUFS of the programme; −70, where the measurement gates, is silence
 * @param truePeak dBFS of the loudest moment, between the samples as well
 */
public record Loudness(double integrated, double truePeak) {

    private static final Pattern INTEGRATED = Pattern.compile("^\\s*I:\\s+(\\S+) LUFS");
    private static final Pattern PEAK = Pattern.compile("^\\s*Peak:\\s+(\\S+) dBFS");

    private static final double SILENT = -70;

    /** Highest true peak after a change of level, dBFS: EBU R 128 asks for −1, so that lossy coding does not clip. */
    private static final double CEILING = -1;

    /**
     * Reads the summary that FFmpeg's {@code ebur128} prints at the end; of a track without a sample it prints none.
     *
     * @param lines of standard error
     */
    public static Loudness read(List<String> lines) {
        return new Loudness(last(INTEGRATED, lines, SILENT), last(PEAK, lines, Double.NEGATIVE_INFINITY));
    }

    /**
     * The gain of the whole track: what the target asks for, but never so much that the track clips.
     *
     * @param target LUFS; null: only clipping limits the gain
     * @return dB
     */
    double gain(@Nullable Double target) {
        double wanted = target == null || integrated <= SILENT ? 0 : target - integrated;
        return Math.min(wanted, CEILING - truePeak);
    }

    private static double last(Pattern pattern, List<String> lines, double otherwise) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .flatMap(match -> number(match.group(1)))
                .reduce(otherwise, (before, number) -> number);
    }

    private static Stream<Double> number(String text) {
        return text.equals("-inf") ? Stream.empty() : Stream.of(Double.valueOf(text));
    }
}
