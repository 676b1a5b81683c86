package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.media.Rational;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shapes of pixels, put where their key frames are. */
class MeasuredTest {

    private static final Rational WIDE = new Rational(16, 11);
    private static final Rational SQUARE = new Rational(1, 1);

    @Test
    void shapesBelongToTheirKeyFrames() {
        assertThat(shapes(LongStream.of(0, 40, 80, 120), 60))
                .containsExactlyInAnyOrderEntriesOf(Map.of(0L, SQUARE, 80L, WIDE));
    }

    @Test
    void aKeyFrameThatIsNotListedDoesNotLoseTheOthers() {
        assertThat(shapes(LongStream.of(0, 7, 40, 33, 80), 60))
                .containsExactlyInAnyOrderEntriesOf(Map.of(0L, SQUARE, 80L, WIDE));
    }

    /** Looking for each one to the end would take as many steps as there are key frames, times as many lines. */
    @Test
    void aKeyFrameIsLookedForAmongTheNextThousand() {
        assertThat(shapes(LongStream.of(0, 999 * 40, 1998 * 40), 41))
                .containsExactlyInAnyOrderEntriesOf(Map.of(0L, SQUARE, 999L * 40, WIDE));
        assertThat(shapes(LongStream.of(0, 1002 * 40, 2500 * 40), 41)).isEmpty();
    }

    /** @param wide from when on they are */
    private static Map<Long, Rational> shapes(LongStream seen, long wide) {
        FileReport report = Reports.of("mov", "h264", CodecChanges.NONE);
        List<String> lines = IntStream.range(0, 5000)
                .mapToObj(i -> Reports.packet(0, 40L * i, 40, 100L * i))
                .toList();
        Measured measured = new Measured(
                FrameTimes.parse(lines.stream(), report, Joints.NONE),
                TrackTimes.parse(lines.stream(), report, Joints.NONE),
                Joints.NONE,
                Map.of(),
                Map.of(),
                false,
                1,
                true,
                new TreeMap<>(),
                0);
        Stream<String> frames = seen.mapToObj(tick -> tick + "," + (tick >= wide ? "16:11" : "1:1"));
        return measured.with(frames).shapes();
    }
}
