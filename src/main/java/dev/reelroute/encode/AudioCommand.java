package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one audio track, always as a whole: lossy audio cannot be cut and joined without a click.
 *
 * The result is exactly as long as the video. What starts before the first frame or ends after the last one is cut;
 * what is missing at the start, in gaps or at the end becomes silence. A player buffers only where it has both, so
 * audio that ends early would stall it before the end of the video, most of all in a growing playlist.
 *
 * A track whose level is to change is {@link #measured} first, as a whole, and then made louder or softer as a whole:
 * its dynamics stay as they are.
 *
 * <p>Run it in a work directory that has a folder of the rendition's name; see {@link Segments} for what it writes.
 */
public final class AudioCommand {

    /**
     * With more channels than this and no layout, the position of each channel is unknown; the first two are taken as a
     * pair.
     */
    private static final int GUESSABLE_CHANNELS = 8;

    /**
     * Seconds that are added between the two. FFmpeg holds back what is ahead of its other outputs: the first would wait for
     * the second for ever, if that one were ahead of it.
     */
    private static final long AHEAD = 1_000_000;

    /** A time in seconds that no clock shows. */
    private static final int LEFT_OUT = -1_000_000;

    /** By how much more than it was seen to tremble a time may be off without a hole, and seconds. */
    private static final double MORE = 1.25;

    private static final double AS_WELL = 0.02;

    private final FfmpegSettings settings;

    public AudioCommand(FfmpegSettings settings) {
        this.settings = settings;
    }

    /**
     * Whether {@link #measurement} must be taken first: for a loudness that is asked for, and because a mix of channels
     * can clip.
     */
    public boolean measured(Plan plan, AudioRendition audio) {
        return audio.loudness() != null || audio.channels() < track(plan, audio).channels();
    }

    /** Measures what {@link #arguments} will encode; {@link Loudness#read} reads the answer. */
    public List<String> measurement(Plan plan, AudioRendition audio, Path source) {
        List<String> arguments = new ArrayList<>(List.of("-v", "level+info"));
        arguments.addAll(input(plan, audio, source));
        // One channel is played by two loudspeakers.
        String meter = "ebur128=peak=true:framelog=quiet" + (audio.channels() == 1 ? ":dualmono=true" : "");
        arguments.addAll(filters(settings, plan, audio, 0, meter));
        arguments.addAll(List.of("-map", "[a]", "-f", "null", "-"));
        return arguments;
    }

    /** @param loudness what was measured, null when the level stays */
    public List<String> arguments(Plan plan, AudioRendition audio, Path source, @Nullable Loudness loudness) {
        List<String> arguments = new ArrayList<>(List.of("-y"));
        arguments.addAll(input(plan, audio, source));
        double gain = loudness == null ? 0 : loudness.gain(audio.loudness());
        arguments.addAll(filters(settings, plan, audio, 0, String.format(Locale.ROOT, "volume=%.2fdB", gain)));
        arguments.addAll(List.of("-map", "[a]", "-c:a", audio.codec(), "-b:a", Long.toString(audio.bitrate())));
        arguments.addAll(Segments.ofAudio(audio, plan.grid()));
        return arguments;
    }

    private List<String> input(Plan plan, AudioRendition audio, Path source) {
        String threads = Integer.toString(settings.threads());
        List<String> arguments = new ArrayList<>(List.of("-max_error_rate", "1", "-filter_complex_threads", threads));
        arguments.addAll(inputs(settings, plan, audio, source));
        return arguments;
    }

    /**
     * The file, as often as the audio track is another track of it: where one pauses, FFmpeg would hold back the reading of the
     * others.
     */
    static List<String> inputs(FfmpegSettings settings, Plan plan, AudioRendition audio, Path source) {
        List<String> arguments = new ArrayList<>();
        for (int track : plan.source().way().tracks(audio.track())) {
            arguments.addAll(settings.inputRules());
            arguments.addAll(plan.source().inputOptions());
            arguments.addAll(List.of("-threads", Integer.toString(settings.threads()), "-copyts"));
            arguments.addAll(plan.source().decoderOptions(track));
            arguments.addAll(packetFilters(settings, plan, audio, track));
            arguments.addAll(List.of("-i", "file:" + source));
        }
        return arguments;
    }

    /**
     * Options before the input, by which packets that cannot be decoded are left out, and those are marked at whose time the
     * next one has begun; {@link #filters} leave their samples out. Where parts overlap, samples of the later one would
     * otherwise be heard late. They are decoded all the same: the next packet needs them. FFmpeg has this since 7.1, like the
     * loop back.
     */
    private static List<String> packetFilters(FfmpegSettings settings, Plan plan, AudioRendition audio, int track) {
        if (!settings.loopsBack()) {
            return List.of();
        }
        List<String> filters = new ArrayList<>(plan.source().packetFilters(track));
        // Packets of these are so short that a clock of milliseconds gives two of them the same time. Where times
        // tremble, two have the same without overlapping.
        boolean isRough = Set.of("truehd", "mlp").contains(track(plan, audio).codec());
        if (!isRough && plan.source().trembles(track) == 0) {
            // A time that is a wrong guess may be behind that of the next packet.
            String sure = plan.source().isMistimed(track) ? "gte(POS,0)*" : "";
            filters.add("setts=pts='if(" + sure + "between((NEXT_PTS-PTS)*TB,-" + SourceInfo.LONGEST_STEP_BACK + ","
                    + SourceInfo.SQUEEZED + ")," + LEFT_OUT + "/TB,PTS)'");
        }
        filters.addAll(plan.source().timeFilters(track));
        return filters.isEmpty() ? List.of() : List.of("-bsf:" + track, String.join(",", filters));
    }

    /**
     * Everything between the input and {@code [a]}. The filters that fill gaps and count from zero would begin anew when
     * the source changes its sample rate or its channels: so others, which keep nothing in mind, first make one format of
     * all, and FFmpeg takes what they give as a second input ({@code -dec}, since 7.1).
     *
     * @param file of FFmpeg's inputs, the first of {@link #inputs}
     */
    static List<String> filters(FfmpegSettings settings, Plan plan, AudioRendition audio, int file, String last) {
        String uniform = String.join(",", uniform(plan, audio));
        List<Integer> tracks = plan.source().way().tracks(audio.track());
        List<String> arguments = new ArrayList<>();
        StringBuilder graph = new StringBuilder();
        for (int i = 0; i < tracks.size(); i++) {
            String input = "[" + (file + i) + ":" + tracks.get(i) + "]";
            // Each is silent where another one plays.
            String end = tracks.size() == 1 ? "," + last + "[a]" : "[t" + i + "];";
            if (!settings.loopsBack()) {
                graph.append(input).append(uniform).append(",").append(onTime(plan, tracks.get(i), audio, 0) + end);
                continue;
            }
            arguments.addAll(List.of(
                    "-filter_complex",
                    input + "aselect='not(lt(t," + LEFT_OUT / 2 + "))',asetpts=PTS+" + AHEAD + "/TB," + uniform
                            + "[uniform" + i + "]",
                    "-map",
                    "[uniform" + i + "]",
                    "-c:a",
                    "pcm_f32le",
                    // Where parts overlap, their times would not be accepted even by this output.
                    "-bsf:a",
                    "setts=ts=N",
                    "-f",
                    "null",
                    "-",
                    "-dec",
                    i + ":0"));
            graph.append("[dec:" + i + "]").append(onTime(plan, tracks.get(i), audio, AHEAD) + end);
        }
        if (tracks.size() > 1) {
            IntStream.range(0, tracks.size()).forEach(i -> graph.append("[t" + i + "]"));
            graph.append("amix=inputs=" + tracks.size() + ":normalize=0," + last + "[a]");
        }
        arguments.addAll(List.of("-filter_complex", graph.toString()));
        return arguments;
    }

    private static List<String> uniform(Plan plan, AudioRendition audio) {
        List<String> filters = new ArrayList<>();
        AudioTrack track = track(plan, audio);
        if (track.layout() == null && track.channels() > GUESSABLE_CHANNELS) {
            filters.add("pan=stereo|c0=c0|c1=c1");
        }
        filters.add("aresample=" + audio.sampleRate());
        // Floating point: a mix is neither scaled down to be safe nor clipped. FFmpeg's levels are those of
        // ITU-R BS.775: centre and surround at -3 dB, without the low frequency effects.
        filters.add("aformat=sample_fmts=fltp:sample_rates=" + audio.sampleRate() + ":channel_layouts="
                + layout(audio.channels()));
        return filters;
    }

    /** @param ahead seconds by which the times that come in are too late */
    private static String onTime(Plan plan, int track, AudioRendition audio, long ahead) {
        String end = VideoFilters.seconds(plan.grid().duration());
        return String.join(
                ",",
                "asetpts=" + since(plan.source(), track, ahead),
                // Gaps become silence. Where the clock drifts, the audio is stretched to follow it: never further off
                // than
                // one AAC frame.
                "aresample=" + audio.sampleRate() + ":async=1000:first_pts=0:min_hard_comp=0.02",
                "aformat=sample_fmts=fltp:channel_layouts=" + layout(audio.channels()),
                "apad=whole_dur=" + end,
                "atrim=start=0:end=" + end);
    }

    /**
     * Where times tremble, samples follow one another as they are, for stretching them to and fro would be heard. They are moved as
     * far as their time is off by more than it trembles, because clocks drift; what is off by much more is a hole. Register 0 is
     * where the next samples belong, 1 how far their time is off, 2 where they are put.
     */
    private static String since(SourceInfo source, int track, long ahead) {
        String since = VideoFilters.sinceStart(source, track, ahead, "NB_SAMPLES/SR");
        double trembles = source.trembles(track);
        if (trembles == 0 || source.video().clockJumps()) {
            return since;
        }
        String hole = VideoFilters.seconds(MORE * trembles + AS_WELL);
        String off = VideoFilters.seconds(trembles);
        return "'st(1,if(isnan(PTS),0," + since + "-ld(0)));"
                + "st(2,ld(0)+if(eq(N,0)+gt(abs(ld(1))," + hole + "/TB),ld(1),max(0,ld(1)-" + off + "/TB)+min(0,ld(1)+"
                + off + "/TB)));"
                + "st(0,ld(2)+NB_SAMPLES/SR/TB);round(ld(2))'";
    }

    private static String layout(int channels) {
        return switch (channels) {
            case 1 -> "mono";
            case 2 -> "stereo";
            case 6 -> "5.1";
            default -> "7.1";
        };
    }

    private static AudioTrack track(Plan plan, AudioRendition audio) {
        return plan.source().audio().stream()
                .filter(track -> track.index() == audio.track())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No audio track " + audio.track()));
    }
}
