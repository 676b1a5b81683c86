package dev.reelroute.task;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Diagnosis;
import dev.reelroute.ffmpeg.EncodeProperties;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Outcome;
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
    private final Diagnosis diagnosis;

    public Invocations(EncodeProperties properties, Diagnosis diagnosis) {
        this.properties = properties;
        this.diagnosis = diagnosis;
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
        Duration planned = Duration.ofMillis((long) (effort.planned() * properties.heavyFactor() * 1000));
        Duration wallClock = properties.timeout(effort.seconds());
        Duration cpu = switch (work.claim().lane()) {
            // Several threads use more processor time than real time.
            case FAST -> wallClock.multipliedBy(Math.max(4, properties.threads() + 1L));
            case EARLY, BULK -> properties.quickPiece().plus(planned);
            case HEAVY -> properties.timeoutFloor().plus(planned);
        };
        if (work.claim().lane() == Lane.HEAVY) {
            wallClock = cpu.multipliedBy(WAITING_BEHIND_ALL);
        }
        List<Path> inputs = purpose.readsSource() ? List.of(work.source()) : List.of();
        return invocation(work, purpose, Program.FFMPEG, arguments, inputs, wallClock, cpu, effort.memory());
    }

    /**
     * Gives the outcome back when the run succeeded. One that used up its processor time has a source that is not what it
     * seemed: it must not be begun again and again where others wait.
     *
     * @throws TooHeavy when it can go on in the lane for heavy work
     * @throws Refused when there, too, it used up what it gets, twice; or when it was only to show the video early
     */
    public Outcome require(Work work, Outcome outcome) {
        try {
            return diagnosis.require(outcome);
        } catch (Setback e) {
            if (e.code() != FailureCode.TIME_LIMIT_EXCEEDED
                    || !outcome.purpose().readsSource()) {
                throw e;
            }
            Lane lane = work.claim().lane();
            if (lane == Lane.BULK) {
                throw new TooHeavy("It takes far more than was planned: " + e.getMessage());
            }
            if (lane == Lane.EARLY || (lane == Lane.HEAVY && work.claim().failures() > 0)) {
                throw new Refused(FailureCode.TIME_LIMIT_EXCEEDED, e.detail(), e);
            }
            throw e;
        }
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
