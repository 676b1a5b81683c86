package dev.reelroute.check;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes what was encoded, as far as that is cheap: the smallest rendition in full, of the others only the key frames.
 * Decoding all of it would cost a tenth of the encoding; see {@code docs/decisions/0006-how-deep-the-check-looks.md}.
 */
public final class DecodeCheck {

    private static final int MOST_WORDS = 3;

    private final FfmpegSettings settings;

    public DecodeCheck(FfmpegSettings settings) {
        this.settings = settings;
    }

    /**
     * @param files to be put together in the work directory first: name to pieces
     * @param arguments for FFmpeg, to be run there
     */
    public record Verification(Map<String, List<String>> files, List<String> arguments) {}

    /** @param tracks what the boxes of one chunk say */
    public Verification chunk(Plan plan, List<EncodedTrack> tracks) {
        String smallest = plan.renditions().stream()
                .min(Comparator.comparingLong(rendition -> (long) rendition.width() * rendition.height()))
                .map(Rendition::name)
                .orElseThrow();
        Map<String, List<String>> files = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>();
        for (EncodedTrack track : tracks) {
            arguments.addAll(List.of("-threads", Integer.toString(settings.threads())));
            if (!track.rendition().equals(smallest)) {
                // Not -skip_frame: not every decoder knows it, and those of AV1 would decode all frames.
                arguments.addAll(List.of("-discard", "nokey"));
            }
            String name = track.rendition() + ".check";
            files.put(name, TrackFiles.of(track, 0, Long.MAX_VALUE));
            arguments.addAll(FragmentedFile.input(name));
        }
        for (int i = 0; i < tracks.size(); i++) {
            arguments.addAll(List.of("-map", Integer.toString(i)));
        }
        // FFmpeg's messages tell the errors; its exit code would be a judgement on the source.
        arguments.addAll(List.of("-max_error_rate", "1", "-fps_mode", "passthrough", "-f", "null", "-"));
        return new Verification(files, arguments);
    }

    /**
     * Any message of a decoder about our own output means damage.
     *
     * @param succeeded whether FFmpeg came to an end by itself and without an error code
     * @param words the messages
     * @throws Setback {@code OUTPUT_CHECK_FAILED}
     */
    public void requireClean(boolean succeeded, List<String> words) {
        if (!succeeded || !words.isEmpty()) {
            throw new Setback(
                    FailureCode.OUTPUT_CHECK_FAILED,
                    "What was encoded does not decode cleanly: "
                            + String.join(" / ", words.subList(0, Math.min(MOST_WORDS, words.size()))));
        }
    }
}
