package dev.reelroute.task;

import dev.reelroute.ffmpeg.EncodeProperties;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.ledger.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Adds the folder, the source and the limits of a piece of work to FFmpeg's arguments. The limits follow from what an
 * honest source of its size needs: bytes for reading it, pixels for everything else.
 */
@Component
public class Invocations {

    /** Bytes that are certainly read and parsed in a second of processor time. */
    private static final double BYTES_PER_SECOND = 200e6;

    /** Seconds that may pass until a quick look has had one second of processor time. */
    private static final int WAITING = 10;

    /**
     * The same for heavy work, which runs beside work that goes first: Linux gives 1/68 to niceness 19 beside niceness
     * 0.
     */
    private static final int WAITING_BEHIND_ALL = 100;

    private final EncodeProperties properties;

    public Invocations(EncodeProperties properties) {
        this.properties = properties;
    }

    /**
     * What a run is expected to use.
     *
     * @param seconds that its result plays
     * @param planned processor seconds
     * @param memory bytes of address space
     */
    public record Effort(double seconds, double planned, long memory) {}

    /**
     * A look at a source; in the fast lane a quick one.
     *
     * @param memory bytes of address space
     */
    public Invocation probe(Work work, List<String> arguments, long memory) {
        boolean quick = work.claim().lane() != Lane.HEAVY;
        Long size = work.video().sourceSize();
        Duration reading = Duration.ofMillis(size == null ? 0 : (long) (size / BYTES_PER_SECOND * 1000));
        Duration cpu = (quick ? properties.quickProbe() : properties.probeTimeout()).plus(reading);
        Duration wallClock = cpu.multipliedBy(quick ? WAITING : WAITING_BEHIND_ALL);
        return invocation(
                work, Purpose.INSPECT, Program.FFPROBE, arguments, List.of(work.source()), wallClock, cpu, memory);
    }

    /** A run that makes something of the source, or of files in the work's own folder, as its purpose says. */
    public Invocation ffmpeg(Work work, Purpose purpose, List<String> arguments, Effort effort) {
        Duration wallClock = properties.timeout(effort.seconds());
        // Several threads use more processor time than real time.
        Duration cpu = wallClock.multipliedBy(Math.max(4, properties.threads() + 1L));
        if (work.claim().lane() == Lane.HEAVY) {
            cpu = properties.timeoutFloor().plus(Duration.ofMillis((long)
                    (effort.planned() * properties.heavyFactor() * 1000)));
            wallClock = cpu.multipliedBy(WAITING_BEHIND_ALL);
        }
        List<Path> inputs = purpose.readsSource() ? List.of(work.source()) : List.of();
        return invocation(work, purpose, Program.FFMPEG, arguments, inputs, wallClock, cpu, effort.memory());
    }

    private Invocation invocation(
            Work work,
            Purpose purpose,
            Program program,
            List<String> arguments,
            List<Path> inputs,
            Duration wallClock,
            Duration cpu,
            long memory) {
        return new Invocation(
                purpose,
                work.claim().token(),
                program,
                arguments,
                work.output(),
                inputs,
                new Limits(
                        wallClock,
                        cpu,
                        Math.min(memory, properties.memory().toBytes()),
                        properties.maxOutput().toBytes(),
                        niceness(work.claim().lane())));
    }

    private int niceness(Lane lane) {
        return switch (lane) {
            case FAST, EARLY -> 0;
            case BULK -> properties.niceness();
            case HEAVY -> properties.heavyNiceness();
        };
    }
}
