package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.SourceCopy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the stream that can be watched while the renditions are being made: a copy of the source where browsers can
 * play it, otherwise one small rendition, encoded from start to end as fast as possible. It holds video and default
 * audio in one: {@code early/init-0.mp4}, {@code early/%05d.m4s} and FFmpeg's own playlist {@code early/index.m3u8},
 * which grows.
 */
public final class EarlyCommand {

    /** Folder in the work directory. */
    public static final String FOLDER = "early";

    /** Short, because the viewer waits for the first segment. */
    private static final int SEGMENT_SECONDS = 2;

    /** Pixels of the shorter side: small enough to be encoded several times as fast as it plays. */
    private static final int SMALL = 360;

    private final FfmpegSettings settings;

    public EarlyCommand(FfmpegSettings settings) {
        this.settings = settings;
    }

    public List<String> arguments(Plan plan, Path source) {
        List<String> arguments = new ArrayList<>(List.of("-y", "-stats_period", "0.1"));
        arguments.addAll(SourceCopy.ofVideo(plan.source()) ? copied(plan, source) : encoded(plan, source));
        arguments.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1"));
        // However long a track is missing: a player must find each of them in every segment.
        arguments.addAll(List.of("-max_interleave_delta", "0"));
        // Otherwise the muxer moves the video to where the audio's priming ends, by an edit that browsers do not heed.
        arguments.addAll(List.of("-avoid_negative_ts", "disabled"));
        arguments.addAll(List.of("-f", "hls", "-hls_time", Integer.toString(SEGMENT_SECONDS)));
        arguments.addAll(List.of("-hls_playlist_type", "event", "-hls_segment_type", "fmp4"));
        // temp_file: a file gets its name only when it is whole.
        arguments.addAll(List.of("-hls_flags", "independent_segments+temp_file"));
        arguments.addAll(List.of("-hls_fmp4_init_filename", "init-0.mp4"));
        arguments.addAll(List.of("-hls_segment_filename", FOLDER + "/%05d.m4s", FOLDER + "/index.m3u8"));
        return arguments;
    }

    /** No segment is longer than this, in seconds; known before the first one exists. */
    public static int longestSegment(SourceInfo source) {
        // A copy is cut at the first key frame at or after the wanted time.
        double more = SourceCopy.ofVideo(source) ? source.video().keyFrameSeconds() : 0;
        return (int) Math.ceil(SEGMENT_SECONDS + more);
    }

    private List<String> copied(Plan plan, Path source) {
        List<String> arguments = new ArrayList<>(settings.inputRules());
        arguments.addAll(List.of(
                "-i", "file:" + source, "-map", "0:" + plan.source().video().index(), "-c:v", "copy"));
        // The muxer asks the last packet of a segment how long it is, and that of a frame behind which one is missing
        // does not know.
        arguments.addAll(
                List.of("-bsf:v", "setts=pts=PTS:dts=DTS:duration='if(gt(NEXT_DTS,DTS),NEXT_DTS-DTS,DURATION)'"));
        SourceCopy.audio(plan).ifPresent(audio -> {
            arguments.addAll(List.of("-map", "0:" + audio.track()));
            arguments.addAll(
                    SourceCopy.ofAudio(plan.source(), audio)
                            ? List.of("-c:a", "copy")
                            : List.of("-c:a", "aac", "-ac", Integer.toString(audio.channels()), "-b:a", "128k"));
        });
        return arguments;
    }

    private List<String> encoded(Plan plan, Path source) {
        VideoTrack video = plan.source().video();
        VideoFilters frames = new VideoFilters(video);
        Rendition smallest = plan.renditions().stream()
                .filter(rendition -> Math.min(rendition.width(), rendition.height()) <= SMALL)
                .findFirst()
                .orElseGet(() -> plan.renditions().stream()
                        .min(Comparator.comparingInt(Rendition::height))
                        .orElseThrow());
        List<String> filters = new ArrayList<>();
        filters.add(frames.fromZero(plan.source()));
        filters.addAll(frames.fitted(plan.source().way().shapes(), 0));
        filters.addAll(frames.deinterlaced());
        filters.add(frames.onGrid(plan.grid(), 0, plan.source().line()));
        filters.addAll(frames.onBlack());
        filters.addAll(frames.toneMapped(smallest.width(), smallest.height()));
        filters.addAll(frames.standard(smallest.width(), smallest.height()));
        if (plan.source().line().held()) {
            filters.add(VideoFilters.held(0, plan.grid().frames()));
        }

        String threads = Integer.toString(settings.threads());
        List<String> arguments = new ArrayList<>(List.of("-filter_complex_threads", threads));
        List<String> decoder = new ArrayList<>(List.of("-reinit_filter:v", "0"));
        decoder.addAll(frames.decoder());
        decoder.addAll(VideoFilters.packetFilters(settings, plan.source()));
        arguments.addAll(input(plan, source, decoder));
        Optional<AudioRendition> audio = SourceCopy.audio(plan);
        if (audio.isPresent()) {
            // The file is read twice: where one track pauses, FFmpeg holds back the other one's filters, and they the
            // reading.
            arguments.addAll(AudioCommand.inputs(settings, plan, audio.get(), source));
            arguments.addAll(AudioCommand.filters(settings, plan, audio.get(), 1, "anull"));
        }
        arguments.addAll(List.of("-filter_complex", "[0:" + video.index() + "]" + String.join(",", filters) + "[v]"));
        arguments.addAll(List.of("-map", "[v]", "-fps_mode", "passthrough", "-c:v", "libx264"));
        arguments.addAll(List.of("-preset", "superfast", "-crf", "26", "-threads", threads));
        String gop = Long.toString(
                Math.round(SEGMENT_SECONDS * plan.grid().frameRate().value()));
        arguments.addAll(List.of("-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-flags", "+cgop"));
        if (audio.isPresent()) {
            arguments.addAll(List.of("-map", "[a]", "-c:a", "aac", "-b:a", "96k"));
        }
        return arguments;
    }

    private List<String> input(Plan plan, Path source, List<String> options) {
        List<String> arguments = new ArrayList<>(settings.inputRules());
        arguments.addAll(plan.source().inputOptions());
        arguments.addAll(List.of("-threads", Integer.toString(settings.threads()), "-copyts"));
        arguments.addAll(options);
        arguments.addAll(List.of("-i", "file:" + source));
        return arguments;
    }
}
