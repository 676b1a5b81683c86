package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.TextRendition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes all text tracks out of a source as they are, without decoding them: so no cue can fail. In the work directory,
 * {@code {rendition}.raw} has the bytes of all packets, {@code {rendition}.packets} their sizes, and their times by the
 * container's own clock.
 */
public final class TextCommand {

    private final FfmpegSettings settings;

    public TextCommand(FfmpegSettings settings) {
        this.settings = settings;
    }

    public List<String> arguments(Plan plan, Path source) {
        List<String> arguments = new ArrayList<>(List.of("-y"));
        arguments.addAll(settings.inputRules());
        arguments.addAll(plan.source().inputOptions());
        arguments.addAll(List.of("-copyts", "-i", "file:" + source));
        for (TextRendition text : plan.texts()) {
            arguments.addAll(output(text, "data", bytes(text)));
            arguments.addAll(output(text, "framecrc", packets(text)));
        }
        return arguments;
    }

    /** FFmpeg would change the times of cues that are not in their order; it looks at decoding times, which text has not. */
    private static List<String> output(TextRendition text, String format, String file) {
        return List.of(
                "-map",
                "0:" + text.track(),
                "-map_metadata",
                "-1",
                "-c:s",
                "copy",
                "-copyinkf",
                "-bsf:s",
                "setts=dts=N-1000000000000",
                "-f",
                format,
                file);
    }

    static String bytes(TextRendition text) {
        return text.name() + ".raw";
    }

    static String packets(TextRendition text) {
        return text.name() + ".packets";
    }
}
