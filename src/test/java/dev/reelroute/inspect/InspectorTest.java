package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.ffmpeg.Bench;
import dev.reelroute.ffmpeg.Diagnosis;
import dev.reelroute.ffmpeg.EncodeProperties;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Programs;
import dev.reelroute.task.Claim;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.TooHeavy;
import dev.reelroute.task.Work;
import dev.reelroute.task.Works;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class InspectorTest {

    @TempDir
    Path folder;

    @Test
    void aQuickLookThatRunsOutOfMemoryGoesOnInTheHeavyLane() {
        Path clip = new Clips(folder)
                .make("8k.mov", "color=s=8192x4320", "-frames:v", "2", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p");
        // Enough for the program, not for its frames of 53 MB.
        Outcome outcome = Bench.runner()
                .run(new Invocation(
                        "test",
                        Program.FFPROBE,
                        List.of("-threads", "1", "-show_frames", "-of", "json", "-i", clip.toString()),
                        folder,
                        List.of(clip),
                        new Limits(Bench.ROOMY.wallClock(), Bench.ROOMY.cpu(), 130_000_000, 1 << 20)));
        Inspector inspector = inspector();

        assertThatThrownBy(() -> inspector.looked(work(Lane.FAST), outcome))
                .as(outcome.toString())
                .isInstanceOf(TooHeavy.class)
                .hasMessageContaining("memory");
        assertThat(outcome.succeeded()).as("ffprobe goes on without the frames").isTrue();
        assertThat(inspector.looked(work(Lane.HEAVY), outcome)).isEqualTo(outcome);
    }

    private static Inspector inspector() {
        return new Inspector(
                new FfmpegSettings(Programs.INPUT_RULES, 1),
                new SourceJudge(SourceJudgeTest.LIMITS, new ObjectMapper()),
                new Invocations(
                        new EncodeProperties(
                                1,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1),
                                30,
                                Duration.ofMinutes(1),
                                DataSize.ofGigabytes(4),
                                DataSize.ofGigabytes(8),
                                10,
                                19,
                                4),
                        new Diagnosis()),
                new Diagnosis(),
                SourceJudgeTest.LIMITS,
                new HeavyProperties(
                        DataSize.ofMegabytes(128), 1_000_000_000, 1, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    }

    private Work work(Lane lane) {
        Work work = Works.of(TaskKind.INSPECT, 0, 0, VideoStatus.QUEUED, folder);
        Claim claim = work.claim();
        return new Work(
                new Claim(claim.task(), claim.video(), claim.kind(), 0, lane, claim.attempt(), 0, false),
                work.video(),
                folder);
    }
}
