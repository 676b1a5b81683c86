package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of the packets of a video. */
class FrameTimesTest {

    @ParameterizedTest
    @CsvSource({"h264, 10", "mpeg2video, 10", "mjpeg, 0", "prores, 0"})
    void itIsKeptWhereKeyFramesAreOnlyIfSomethingStandsBeforeThem(String codec, int positions) {
        FrameTimes.Keys keys = times(codec, 10).keys();
        assertThat(keys.positions).hasSize(positions);
        assertThat(keys.clock).hasSize(10);
    }

    @Test
    void noMoreThanAMillionKeyFramesAreKept() {
        FrameTimes times = times("h264", 1_000_100);
        assertThat(times.starts()).hasSize(1_000_100);
        assertThat(times.keys().positions).hasSize(1_000_000);
        assertThat(times.keys().clock).hasSize(1_000_000);
        assertThat(times.keys().shown).hasSize(1_000_000);
    }

    private static FrameTimes times(String codec, int count) {
        Stream<String> lines = IntStream.range(0, count).mapToObj(i -> Reports.packet(0, 40L * i, 40, 100L * i));
        return FrameTimes.parse(lines, Reports.of("mov", codec, CodecChanges.NONE), Joints.NONE);
    }
}
