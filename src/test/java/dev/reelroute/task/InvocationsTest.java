package dev.reelroute.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Diagnosis;
import dev.reelroute.ffmpeg.EncodeProperties;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Outcome.Ending;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.task.Invocations.Effort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** What a piece may use in its lane, and what becomes of one that uses more. */
class InvocationsTest {

    private static final int SIGXCPU = 128 + 24;

    private final Invocations invocations = new Invocations(
            new EncodeProperties(
                    1,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    60,
                    Duration.ofMinutes(5),
                    DataSize.ofGigabytes(20),
                    DataSize.ofGigabytes(8),
                    10,
                    19,
                    20),
            new Diagnosis());

    @ParameterizedTest
    @CsvSource({"BULK, 100, 300", "EARLY, 100, 300", "HEAVY, 340, 34000", "FAST, 1200, 300"})
    void aPieceGetsWhatWasPlannedManyTimesOver(Lane lane, long cpu, long wallClock) {
        assertThat(invocations
                        .ffmpeg(work(lane, 0), Purpose.ENCODE, List.of(), new Effort(1, 2, 1 << 30))
                        .limits())
                .satisfies(limits -> {
                    assertThat(limits.cpu()).hasSeconds(cpu);
                    assertThat(limits.wallClock()).hasSeconds(wallClock);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "BULK, 0, dev.reelroute.task.TooHeavy",
        "BULK, 3, dev.reelroute.task.TooHeavy",
        "EARLY, 0, dev.reelroute.failure.Refused",
        "HEAVY, 0, dev.reelroute.failure.Setback",
        "HEAVY, 1, dev.reelroute.failure.Refused",
        "FAST, 1, dev.reelroute.failure.Setback",
    })
    void whoUsesItUpIsNotBegunAgainWhereOthersWait(Lane lane, int failures, Class<? extends Throwable> thrown) {
        for (int code : new int[] {SIGXCPU, 255}) {
            assertThatThrownBy(() -> invocations.require(work(lane, failures), outcome(Purpose.ENCODE, code)))
                    .isInstanceOf(thrown);
        }
    }

    @Test
    void whatIsNotTheSourcesFaultIsASetback() {
        assertThatThrownBy(() -> invocations.require(work(Lane.BULK, 0), outcome(Purpose.CHECK_VIDEO, SIGXCPU)))
                .isInstanceOf(Setback.class);
        assertThatThrownBy(() -> invocations.require(work(Lane.BULK, 0), outcome(Purpose.ENCODE, 128 + 11)))
                .isInstanceOf(Refused.class);
    }

    private static Outcome outcome(Purpose purpose, int code) {
        return new Outcome(purpose, code, "", List.of(), false, Duration.ofSeconds(99), Duration.ZERO, Ending.EXITED);
    }

    private static Work work(Lane lane, int failures) {
        Work work = Works.of(TaskKind.ENCODE_VIDEO, 0, failures, VideoStatus.PROCESSING, Path.of("x"));
        Claim claim = work.claim();
        return new Work(
                new Claim(claim.task(), claim.video(), claim.kind(), 0, lane, claim.attempt(), claim.failures(), false),
                work.video(),
                work.folder());
    }
}
