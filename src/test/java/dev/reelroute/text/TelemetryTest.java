package dev.reelroute.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {

    /** # is another number in each cue. */
    private static List<Cue> cues(String text, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Cue(
                        i * 100L, i * 100L + 100, "", text.replace('~', '\n').replace("#", Integer.toString(100 + i))))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SrtCnt : #, DiffTime : 33ms~2026-05-01 10:00:00.#~[iso : 100] [shutter : 1/640.0] [latitude: 47.1] [longitude: 8.5]",
                "HOME(8.5417,47.3769) 2026.05.01 10:00:00~GPS(8.5#,47.3769,12) BAROMETER:1.9~ISO:100 Shutter:60 EV: Fnum:F2.8",
                "F/2.8, SS 206.14, ISO #, EV 0, GPS (15.0083, 52.1, 14), D 1.5m, H 1.4m, H.S 0.00m/s, V.S 0.00m/s",
                "HOME(W: 78.892517, N: 35.79118) 2026-05-01~GPS(W: 78.892#, N: 35.79118, 12.3m)",
                "$GPRMC,12#519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A",
                "$GNGGA,12#519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47",
                "{\"lat\": 47.#, \"lon\": 8.54, \"speed\": 3}",
                "&lt;trkpt lat=\"47.#\" lon=\"8.54\"&gt;",
                "2026/05/01 10:00:# N:47.3769 E:8.5417 60 km/h",
                "47.3769° N, 8.5#° E",
                "47°22'36.8\"N 8°32'30.#\"E",
                "47.37#,8.54169",
                "+47.37#+008.5417/",
                "Lat 47.37# Lng 8.541 Alt 12",
                "[latitude : 0.000000] [longitude : 0.000000] cnt #",
                "roll # pitch 3.2 yaw -170.5 throttle 55 battery 87%",
                "00:00:01:# ISO 800 1/50 f2.8 5600K"
            })
    void whatAMachineWroteIsRecognised(String text) {
        assertThat(Telemetry.isIn(cues(text, 20))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$GPRMC,12#519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A",
                "Latitude: 47.1, longitude: 8.5",
                "GPS(8.5417, 47.3769)"
            })
    void onePositionIsEnoughWhereThereIsNothingElse(String text) {
        assertThat(Telemetry.isIn(cues(text, 1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "And then we went home.",
                "It is # o'clock.",
                "Home 1 : 0 Guest, minute #",
                "# + 5 = 7",
                "Page # of 30",
                "<i>Latitude</i> is measured from the equator, longitude from Greenwich.",
                "- No. - Yes, in 19#!",
                "In London, 3.50, in Paris, 4.20"
            })
    void speechIsNot(String text) {
        assertThat(Telemetry.isIn(cues(text, 20))).isFalse();
    }

    @Test
    void speechMayNameAPlace() {
        List<Cue> film = new java.util.ArrayList<>(cues("What he said, word by word.", 30));
        film.add(new Cue(9000, 9500, "", "47.3769° N, 8.5417° E"));
        assertThat(Telemetry.isIn(film)).isFalse();
        assertThat(Telemetry.isIn(List.of())).isFalse();
    }
}
