package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.TextRendition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes all text tracks out of a source, as WebVTT by the container's own clock: {@code {rendition}.vtt} in the work
 * directory.
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
            arguments.addAll(List.of("-map", "0:" + text.track(), "-map_metadata", "-1", "-c:s", "webvtt"));
            arguments.addAll(List.of("-f", "webvtt", file(text)));
        }
        return arguments;
    }

    public static String file(TextRendition text) {
        return text.name() + ".vtt";
    }
}
