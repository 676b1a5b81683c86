package dev.reelroute.inspect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of the three looks that ffprobe takes at a source, each based on the one before: what the file says of
 * itself, when its frames are shown, and what the first decoded frames are.
 */
public final class Prober {

    /** µs; the limit are the bytes. */
    private static final String ANY_TIME = Long.toString(Duration.ofDays(2).toNanos() / 1000);

    private final List<String> inputRules;
    private final long reach;

    /**
     * @param inputRules options before every input: whitelists and limits
     * @param reach bytes of a file in which its tracks are looked for; containers that list their tracks are not read that
     *     far
     */
    public Prober(List<String> inputRules, long reach) {
        this.inputRules = List.copyOf(inputRules);
        this.reach = reach;
    }

    /** FFmpeg's options for tracks that go on with another PID. */
    static List<String> moving(boolean moves) {
        return moves ? List.of("-merge_pmt_versions", "1") : List.of();
    }

    /** FFmpeg's options for finding more tracks than a video and an audio one in FLV: until then, it counts frames. */
    static List<String> more(boolean more) {
        return more ? List.of("-fpsprobesize", "1000000000") : List.of();
    }

    /** FFmpeg's options for finding tracks that begin within so many bytes, at whatever time. */
    static List<String> reaching(long bytes) {
        return List.of("-probesize", Long.toString(bytes), "-analyzeduration", ANY_TIME);
    }

    /** First look: JSON for {@link SourceJudge#accept}. */
    public List<String> describe(Path source, CodecChanges changes) {
        return arguments(
                source, changes, "-show_format", "-show_streams", "-show_chapters", "-show_programs", "-of", "json");
    }

    /**
     * Second look: one line per packet of each track, for {@link PacketLine#parse}. Reads the whole file.
     *
     * @param list the file for these lines: those of a long film have a hundred megabytes
     */
    public List<String> packets(Path source, FileReport report, Path list) {
        return arguments(
                source,
                report.changes(),
                "-o",
                list.toString(),
                "-show_entries",
                "packet=stream_index,pts,dts,duration,pos,flags:packet_side_data=side_data_type,"
                        + "skip_samples,discard_padding",
                "-of",
                "csv=p=0");
    }

    /** Where {@link Measured#reshaped} says so: one line per key frame, for {@link Measured#with}. */
    public List<String> shapes(Path source, FileReport report) {
        return arguments(
                source,
                report.changes(),
                "-threads",
                "1",
                "-skip_frame",
                "nokey",
                "-select_streams",
                Integer.toString(report.video().index()),
                "-show_entries",
                "frame=pts,sample_aspect_ratio",
                "-of",
                "csv=p=0");
    }

    /**
     * Third look: JSON of the first decoded frames, for {@link FirstFrames#parse}. Of a recording that may begin anywhere, also
     * of the audio, with the packets of both.
     */
    public List<String> firstFrames(Path source, FileReport report, Measured measured) {
        List<String> questions = new ArrayList<>(List.of("-threads", "1", "-read_intervals"));
        if (report.joinable()) {
            questions.addAll(List.of("%+#" + measured.packetsToDecode(), "-show_packets"));
        } else {
            String video = Integer.toString(report.video().index());
            questions.addAll(List.of("%+#" + measured.frames().packetsToDecode(), "-select_streams", video));
        }
        questions.addAll(List.of(
                "-show_frames",
                "-show_entries",
                "packet=stream_index:frame=stream_index,best_effort_timestamp,interlaced_frame,"
                        + "color_range,color_primaries,color_transfer,color_space"
                        + ":frame_side_data=side_data_type",
                "-of",
                "json"));
        return arguments(source, report.changes(), questions.toArray(String[]::new));
    }

    private List<String> arguments(Path source, CodecChanges changes, String... questions) {
        List<String> arguments = new ArrayList<>(inputRules);
        arguments.addAll(reaching(Math.min(reach, changes.before())));
        arguments.addAll(moving(changes.moves()));
        arguments.addAll(more(changes.more()));
        arguments.addAll(List.of(questions));
        arguments.add("-i");
        arguments.add("file:" + source);
        return arguments;
    }
}
