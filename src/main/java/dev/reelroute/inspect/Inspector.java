package dev.reelroute.inspect;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ffmpeg.Diagnosis;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ledger.Lane;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.TooHeavy;
import dev.reelroute.task.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The steps of {@code inspect.camel.yaml}: three looks at the source, each followed by a judgement. */
@Component
public class Inspector {

    private static final Set<FailureCode> NOTHING_THERE = EnumSet.of(
            FailureCode.NO_FRAMES,
            FailureCode.NO_VIDEO_STREAM,
            FailureCode.NOT_A_VIDEO,
            FailureCode.SOURCE_DAMAGED,
            FailureCode.CODEC_NOT_SUPPORTED);

    /** Where a decoder has no memory for a frame, ffprobe goes on without it, and ends as if all were well. */
    private static final Pattern NO_MEMORY = Pattern.compile("Cannot allocate memory|get_buffer\\(\\) failed");

    private final Prober prober;
    private final SourceJudge judge;
    private final Invocations invocations;
    private final Diagnosis diagnosis;
    private final InspectProperties limits;
    private final HeavyProperties heavy;

    Inspector(
            FfmpegSettings settings,
            SourceJudge judge,
            Invocations invocations,
            Diagnosis diagnosis,
            InspectProperties limits,
            HeavyProperties heavy) {
        this.prober = new Prober(settings.inputRules(), limits.reach().toBytes());
        this.judge = judge;
        this.invocations = invocations;
        this.diagnosis = diagnosis;
        this.limits = limits;
        this.heavy = heavy;
    }

    /**
     * Returns a look's outcome when it succeeded.
     *
     * @throws TooHeavy when it reached the limits of a quick look
     */
    public Outcome looked(Work work, Outcome outcome) {
        if (outcome.lastLines().stream().anyMatch(line -> line.contains("DRM protected stream"))) {
            throw new Refused(FailureCode.ENCRYPTED_SOURCE);
        }
        if (!isHeavy(work)) {
            outcome.lastLines().stream()
                    .filter(NO_MEMORY.asPredicate())
                    .findFirst()
                    .ifPresent(line -> {
                        throw new TooHeavy("It takes more memory than a quick look has: " + line);
                    });
        }
        if (!outcome.succeeded()) {
            Failure failure = causeOf(work, diagnosis.of(outcome));
            if (failure.code() == FailureCode.TIME_LIMIT_EXCEEDED && !isHeavy(work)) {
                throw new TooHeavy("It takes more than a quick look: " + failure.getMessage());
            }
            throw failure;
        }
        return outcome;
    }

    private static boolean isHeavy(Work work) {
        return work.claim().lane() == Lane.HEAVY;
    }

    /**
     * In the fast lane, with memory for frames that are not heavy: a source that needs more goes on in the lane for
     * heavy work.
     *
     * @param frameSize bytes of one decoded frame; 0 while it is not known
     */
    private Invocation probe(Work work, List<String> arguments, long frameSize) {
        long most = isHeavy(work)
                ? Long.MAX_VALUE
                : FrameMemory.decoding(heavy.pictureSize().toBytes());
        // What is read to find all tracks is kept until it is looked at.
        long needed = frameSize == 0
                ? most
                : Math.min(
                        most, FrameMemory.decoding(frameSize) + limits.reach().toBytes());
        return invocations.probe(work, arguments, needed);
    }

    /** Where the file changes its codecs: before FFmpeg is asked, which takes the last one that it sees. */
    public CodecChanges codecChanges(Work work) {
        try {
            return CodecChanges.in(work.source());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Invocation describe(Work work, CodecChanges changes) {
        return probe(work, prober.describe(work.source(), changes), 0);
    }

    /**
     * Judges what the file says of itself.
     *
     * @throws TooHeavy when its frames are larger than a quick look can decode
     */
    public FileReport accept(Work work, CodecChanges changes, Outcome description) {
        FileReport report;
        try {
            report = judge.accept(Files.size(work.source()), description.stdout(), changes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Refused e) {
            throw causeOf(work, e);
        }
        long frameSize = report.video().frameSize();
        if (!isHeavy(work) && frameSize >= heavy.pictureSize().toBytes()) {
            throw new TooHeavy("One decoded frame takes " + frameSize / 1_000_000 + " MB.");
        }
        return report;
    }

    public Invocation packets(Work work, FileReport report) {
        return probe(
                work,
                prober.packets(work.source(), report, packetList(work)),
                report.video().frameSize());
    }

    public Measured times(Work work, FileReport report) {
        try {
            return Measured.read(packetList(work), work.source(), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Invocation shapes(Work work, FileReport report) {
        return probe(work, prober.shapes(work.source(), report), report.video().frameSize());
    }

    public Measured shaped(Measured times, Outcome look) {
        return times.with(look.stdout().lines());
    }

    private static Path packetList(Work work) {
        return work.output().resolve("packets.csv");
    }

    public Invocation firstFrames(Work work, FileReport report, Measured times) {
        return probe(
                work,
                prober.firstFrames(work.source(), report, times),
                report.video().frameSize());
    }

    public SourceInfo conclude(Work work, FileReport report, Measured times, Outcome firstFrames) {
        try {
            return judge.conclude(report, times, firstFrames.stdout());
        } catch (Refused e) {
            throw causeOf(work, e);
        }
    }

    /** A scrambled stream looks as if there were nothing in it. */
    private static Failure causeOf(Work work, Failure failure) {
        try {
            return NOTHING_THERE.contains(failure.code()) && Scrambling.isIn(work.source())
                    ? new Refused(FailureCode.ENCRYPTED_SOURCE, "Its packets are scrambled.", failure)
                    : failure;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
