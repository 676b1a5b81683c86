package dev.reelroute.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.check.Likeness.Match;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class LikenessTest {

    private static final int LENGTH = 4 * AudioCheck.RATE;
    private static final int REACH = (int) (AudioCheck.REACH_SECONDS * AudioCheck.RATE);
    private static final int FRAME = 171;
    private static final int LATE = 640;

    @Test
    void noiseIsFoundWhereverItWent() {
        double[] noise = new Random(7).doubles(2L * LENGTH, -9000, 9000).toArray();

        assertThat(match(i -> noise[i + LENGTH / 2], 0).shifted()).isFalse();
        assertThat(match(i -> noise[i + LENGTH / 2], FRAME / 2).shifted()).isFalse();
        Match late = match(i -> noise[i + LENGTH / 2], LATE);
        assertThat(late.shifted()).isTrue();
        assertThat(late.lag()).isEqualTo(LATE);
        assertThat(match(i -> noise[i + LENGTH / 2], -LATE).lag()).isEqualTo(-LATE);
    }

    @Test
    void aBeepIsFound() {
        IntToDoubleFunction beep = i -> i > 20_000 && i < 20_800 ? 9000 * Math.sin(i * 0.7) : 0;

        assertThat(match(beep, 0).shifted()).isFalse();
        assertThat(match(beep, LATE).shifted()).isTrue();
    }

    @Test
    void aSteadyToneAndSilenceRaiseNoAlarm() {
        assertThat(match(i -> 9000 * Math.sin(i * 0.35), LATE).shifted()).isFalse();
        assertThat(match(i -> 0, LATE).comparable()).isFalse();
    }

    @Test
    void lostAudioIsNotAlike() {
        float[][] silence = new float[2][LENGTH];
        float[][] tone = audio(i -> 9000 * Math.sin(i * 0.35), 0, 0);

        Match match = Likeness.of(tone, silence, REACH, FRAME);

        assertThat(match.comparable()).isTrue();
        assertThat(match.unlike()).isTrue();
    }

    @Test
    void noiseThatFollowsItsClockIsAlikeAndOtherNoiseIsNot() {
        double[] noise = new Random(7).doubles(2L * LENGTH, -9000, 9000).toArray();
        IntToDoubleFunction words = i -> noise[i] * Math.abs(Math.sin(i / 3000.0));
        float[][] heard = audio(words, 0, 0);

        Match stretched = Likeness.of(heard, audio(i -> words.applyAsDouble((int) (i * 1.01)), 0, REACH), REACH, FRAME);
        Match other = Likeness.of(heard, audio(i -> noise[LENGTH + i], 0, REACH), REACH, FRAME);

        assertThat(stretched.best()).isLessThan(0.3);
        assertThat(stretched.unlike()).isFalse();
        assertThat(other.unlike()).isTrue();
    }

    private static Match match(IntToDoubleFunction audio, int late) {
        return Likeness.of(audio(audio, 0, 0), audio(audio, late, REACH), REACH, FRAME);
    }

    /** @param margin silence at both ends */
    private static float[][] audio(IntToDoubleFunction audio, int late, int margin) {
        float[][] channels = new float[2][LENGTH];
        for (int i = margin; i < LENGTH - margin; i++) {
            channels[0][i] = (float) audio.applyAsDouble(i - late);
        }
        return channels;
    }
}
