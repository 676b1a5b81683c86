package dev.reelroute.work;

import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.inspect.HeavyProperties;
import dev.reelroute.inspect.PictureMemory;
import dev.reelroute.ledger.Lane;
import dev.reelroute.plan.Cost;
import dev.reelroute.plan.Plan;
import dev.reelroute.task.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Puts a piece of work's folder, source and limits around FFmpeg's arguments. How much it may take follows from what an
 * honest source of its size needs: bytes for reading it, pixels for everything else.
 */
@Component
class Invocations {

    /** Bytes that are surely read, and taken apart, in a second of processor time. */
    private static final double BYTES_PER_SECOND = 200e6;

    /** Seconds that may pass until a quick look has had one second of processor time. */
    private static final int WAITING = 10;

    /** The same for heavy work, beside work that goes first: Linux gives 1/68 to niceness 19 beside niceness 0. */
    private static final int WAITING_BEHIND_ALL = 100;

    private final EncodeProperties properties;
    private final HeavyProperties heavy;

    Invocations(EncodeProperties properties, HeavyProperties heavy) {
        this.properties = properties;
        this.heavy = heavy;
    }

    /**
     * A look at a source. In the fast lane a quick one, with memory for pictures that are not heavy: what takes more goes
     * on in the lane for heavy work.
     *
     * @param pictureSize bytes of one decoded picture; 0 while nobody knows
     */
    Invocation probe(Work work, List<String> arguments, long pictureSize) {
        boolean quick = work.claim().lane() != Lane.HEAVY;
        Long size = work.video().sourceSize();
        Duration reading = Duration.ofMillis(size == null ? 0 : (long) (size / BYTES_PER_SECOND * 1000));
        Duration cpu = (quick ? properties.quickProbe() : properties.probeTimeout()).plus(reading);
        long most = quick ? PictureMemory.decoding(heavy.pictureSize().toBytes()) : Long.MAX_VALUE;
        long needed = pictureSize == 0 ? most : Math.min(most, PictureMemory.decoding(pictureSize));
        Duration wallClock = cpu.multipliedBy(quick ? WAITING : WAITING_BEHIND_ALL);
        return invocation(
                work, Purpose.INSPECT, Program.FFPROBE, arguments, List.of(work.source()), wallClock, cpu, needed);
    }

    /** @param seconds that the result plays */
    Invocation encode(Work work, Purpose purpose, Plan plan, List<String> arguments, double seconds) {
        return ffmpeg(work, purpose, plan, arguments, List.of(work.source()), seconds);
    }

    /** What is made of files in the work's own folder. */
    Invocation remux(Work work, Purpose purpose, Plan plan, List<String> arguments, double seconds) {
        return ffmpeg(work, purpose, plan, arguments, List.of(), seconds);
    }

    private Invocation ffmpeg(
            Work work, Purpose purpose, Plan plan, List<String> arguments, List<Path> inputs, double seconds) {
        Cost cost = Cost.of(plan);
        if (work.claim().lane() == Lane.HEAVY) {
            // It may have to decode all that comes before.
            double planned = cost.decodingSeconds()
                    + cost.seconds() * seconds / plan.grid().duration();
            Duration cpu = properties.timeoutFloor().plus(Duration.ofMillis((long)
                    (planned * properties.heavyFactor() * 1000)));
            return invocation(
                    work,
                    purpose,
                    Program.FFMPEG,
                    arguments,
                    inputs,
                    cpu.multipliedBy(WAITING_BEHIND_ALL),
                    cpu,
                    cost.memory());
        }
        Duration wallClock = properties.timeout(seconds);
        // Several threads burn processor time faster than the clock runs.
        Duration cpu = wallClock.multipliedBy(Math.max(4, properties.threads() + 1L));
        return invocation(work, purpose, Program.FFMPEG, arguments, inputs, wallClock, cpu, cost.memory());
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
