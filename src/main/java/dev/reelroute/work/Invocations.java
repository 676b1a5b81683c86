package dev.reelroute.work;

import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.ledger.Lane;
import dev.reelroute.task.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Puts a piece of work's folder, source and limits around FFmpeg's arguments. */
@Component
class Invocations {

    private final EncodeProperties properties;

    Invocations(EncodeProperties properties) {
        this.properties = properties;
    }

    Invocation probe(Work work, List<String> arguments) {
        return invocation(
                work, Purpose.INSPECT, Program.FFPROBE, arguments, List.of(work.source()), properties.probeTimeout());
    }

    /** @param seconds that the result plays */
    Invocation encode(Work work, Purpose purpose, List<String> arguments, double seconds) {
        return invocation(
                work, purpose, Program.FFMPEG, arguments, List.of(work.source()), properties.timeout(seconds));
    }

    /** What is made of files in the work's own folder. */
    Invocation remux(Work work, Purpose purpose, List<String> arguments, double seconds) {
        return invocation(work, purpose, Program.FFMPEG, arguments, List.of(), properties.timeout(seconds));
    }

    private Invocation invocation(
            Work work,
            Purpose purpose,
            Program program,
            List<String> arguments,
            List<Path> inputs,
            Duration wallClock) {
        // Several threads burn processor time faster than the clock runs.
        Duration cpu = wallClock.multipliedBy(Math.max(4, properties.threads() + 1L));
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
                        properties.memory().toBytes(),
                        properties.maxOutput().toBytes(),
                        work.claim().kind().lane() == Lane.BULK ? properties.niceness() : 0));
    }
}
