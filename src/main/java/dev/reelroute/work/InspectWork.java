package dev.reelroute.work;

import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.inspect.FileReport;
import dev.reelroute.inspect.PictureTimes;
import dev.reelroute.inspect.Prober;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceJudge;
import dev.reelroute.task.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The steps of {@code inspect.camel.yaml}: three looks at the source, and a judgement after each. */
@Component
public class InspectWork {

    private final Prober prober;
    private final SourceJudge judge;
    private final Invocations invocations;

    InspectWork(Prober prober, SourceJudge judge, Invocations invocations) {
        this.prober = prober;
        this.judge = judge;
        this.invocations = invocations;
    }

    public Invocation describe(Work work) {
        return invocations.probe(work, prober.describe(work.source()));
    }

    public FileReport accept(Work work, Outcome description) {
        try {
            return judge.accept(Files.size(work.source()), description.stdout());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Invocation packets(Work work, FileReport report) {
        return invocations.probe(work, prober.packets(work.source(), report.picture(), packetList(work)));
    }

    public PictureTimes times(Work work, FileReport report) {
        try (Stream<String> lines = Files.lines(packetList(work))) {
            return PictureTimes.parse(lines, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path packetList(Work work) {
        return work.output().resolve("packets.csv");
    }

    public Invocation firstPictures(Work work, FileReport report, PictureTimes times) {
        return invocations.probe(work, prober.firstPictures(work.source(), report.picture(), times));
    }

    public SourceInfo conclude(FileReport report, PictureTimes times, Outcome firstPictures) {
        return judge.conclude(report, times, firstPictures.stdout());
    }
}
