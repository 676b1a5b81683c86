package dev.reelroute.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectKeysTest {

    static Stream<String> strangeNames() {
        return Stream.of(
                "..",
                "...",
                ".",
                ".hidden",
                "   ",
                "-",
                "../../etc/passwd",
                "..\\..\\boot.ini",
                "/etc/passwd",
                "C:\\a.mp4",
                "a/../../b.mp4",
                "a\u0000b.mp4",
                "a\nb.mp4",
                "\u202e4pm.exe",
                "\ud800",
                "%2e%2e%2fa",
                "?x=1#y",
                "a\u0301\u0302.mp4",
                "\uff0e\uff0e\uff0fa", // full-width ../, which normalisation makes the real one
                "видео",
                "x".repeat(10_000),
                ".".repeat(10_000),
                "x" + ".".repeat(10_000),
                "a." + "-".repeat(98) + ".mp4");
    }

    @ParameterizedTest
    @MethodSource("strangeNames")
    void aKeyIsOneSafeNameBelowTheVideosFolder(String filename) {
        String key = ObjectKeys.upload("uploads/", "1234", filename);

        assertThat(key).matches("uploads/1234/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    }

    @ParameterizedTest
    @CsvSource({
        "holiday.mp4, holiday.mp4",
        "'Grüße aus Köln (2).mov', Grue-aus-Koln-2-.mov",
        "'...', source",
        "'   ', source",
        "видео, source"
    })
    void whatCanBeKeptOfANameIs(String filename, String name) {
        assertThat(ObjectKeys.upload("uploads/", "1234", filename)).isEqualTo("uploads/1234/" + name);
    }
}
