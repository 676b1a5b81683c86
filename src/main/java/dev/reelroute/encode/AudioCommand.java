package dev.reelroute.encode;

import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes one sound track, always whole: a lossy sound codec cannot be cut and joined without a click.
 *
 * <p>The result is exactly as long as the picture. What starts before the first picture or ends after the last one is
 * cut; what is missing at the start, in gaps or at the end is silence. A player buffers only where it has both, so that
 * sound that ends early would stall it before the end of the picture, in a growing playlist above all.
 *
 * <p>Run it in a work directory that has a folder of the rendition's name; see {@link Segments} for what it writes.
 */
public final class AudioCommand {

    private final FfmpegSettings settings;

    public AudioCommand(FfmpegSettings settings) {
        this.settings = settings;
    }

    public List<String> arguments(Plan plan, AudioRendition audio, Path source) {
        String threads = Integer.toString(settings.threads());
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-y", "-filter_complex_threads", threads));
        arguments.addAll(settings.inputRules());
        arguments.addAll(List.of("-threads", threads, "-copyts", "-i", "file:" + source));
        arguments.addAll(List.of("-filter_complex", filters(plan, audio), "-map", "[a]"));
        arguments.addAll(List.of("-c:a", audio.codec(), "-b:a", Long.toString(audio.bitrate())));
        arguments.addAll(Segments.ofSound(audio.name(), plan.grid()));
        return arguments;
    }

    private static String filters(Plan plan, AudioRendition audio) {
        String end = PictureFilters.seconds(plan.grid().duration());
        return "[0:" + audio.track() + "]"
                + String.join(
                        ",",
                        "asetpts=" + PictureFilters.sinceStart(plan.source().video(), "NB_SAMPLES/SR"),
                        "aresample=" + audio.sampleRate() + ":async=1:first_pts=0:min_hard_comp=0.1",
                        "apad=whole_dur=" + end,
                        "atrim=start=0:end=" + end,
                        "aformat=channel_layouts=" + (audio.channels() == 1 ? "mono" : "stereo"))
                + "[a]";
    }
}
