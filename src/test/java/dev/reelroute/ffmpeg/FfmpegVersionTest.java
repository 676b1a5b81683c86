package dev.reelroute.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegVersionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.1.2",
                "n8.1.2-4-g0a1b2c3",
                "8.2",
                "9.0",
                "7.1.5",
                "7.1.12",
                "6.1.6-3ubuntu5",
                "5.1.10-0+deb12u1",
                "N-121000-g0a1b2c3d4e",
                "2026-07-01-git-0a1b2c3d4e-full_build-www.gyan.dev"
            })
    void acceptsWhatIsNewEnough(String version) {
        assertThat(parse(version).isNewEnough()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.1.1",
                "8.1",
                "8.0.9",
                "7.1.4",
                "7.0.2-static",
                "6.1.5",
                "6.0",
                "5.1.9-0+deb12u1",
                "4.4.9",
                "3.2",
                "custom"
            })
    void refusesWhatIsOlderOrUnknown(String version) {
        assertThat(parse(version).isNewEnough()).isFalse();
    }

    @Test
    void isNotFooledByAnotherProgram() {
        assertThat(FfmpegVersion.parse("GNU bash, version 8.1.2")).isEmpty();
    }

    private static FfmpegVersion parse(String version) {
        return FfmpegVersion.parse(
                        "ffmpeg version " + version + " Copyright (c) 2000-2026 the FFmpeg developers\nbuilt")
                .orElseThrow();
    }
}
