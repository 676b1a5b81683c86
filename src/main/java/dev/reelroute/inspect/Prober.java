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

    /**
     * @param inputRules options before every input: whitelists and limits
     * @param reach bytes of a file in which its tracks are looked for; containers that list their tracks are not read that
     *     far
     */
    public Prober(List<String> inputRules, long reach) {
        this.inputRules = new ArrayList<>(inputRules);
        this.inputRules.addAll(reaching(reach));
    }

    /** FFmpeg's options for finding tracks that begin within so many bytes, at whatever time. */
    static List<String> reaching(long bytes) {
        return List.of("-probesize", Long.toString(bytes), "-analyzeduration", ANY_TIME);
    }

    /** First look: JSON for {@link SourceJudge#accept}. */
    public List<String> describe(Path source) {
        return arguments(source, "-show_format", "-show_streams", "-show_chapters", "-show_programs", "-of", "json");
    }

    /**
     * Second look: one line per packet of each track, for {@link PacketLine#parse}. Reads the whole file.
     *
     * @param list the file for these lines: those of a long film have a hundred megabytes
     */
    public List<String> packets(Path source, Path list) {
        return arguments(
                source,
                "-o",
                list.toString(),
                "-show_entries",
                "packet=stream_index,pts,dts,duration,pos,flags:packet_side_data=side_data_type,"
                        + "skip_samples,discard_padding",
                "-of",
                "csv=p=0");
    }

    /** Third look: JSON of the first decoded frames, for {@link FirstFrames#parse}. */
    public List<String> firstFrames(Path source, FileReport.Track video, FrameTimes times) {
        return arguments(
                source,
                "-threads",
                "1",
                "-select_streams",
                Integer.toString(video.index()),
                "-read_intervals",
                "%+#" + times.packetsToDecode(),
                "-show_frames",
                "-show_entries",
                "frame=best_effort_timestamp,interlaced_frame:frame_side_data=side_data_type",
                "-of",
                "json");
    }

    private List<String> arguments(Path source, String... questions) {
        List<String> arguments = new ArrayList<>(inputRules);
        arguments.addAll(List.of(questions));
        arguments.add("-i");
        arguments.add("file:" + source);
        return arguments;
    }
}
