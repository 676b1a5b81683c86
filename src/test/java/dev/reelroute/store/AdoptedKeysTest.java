package dev.reelroute.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that other tools choose. */
class AdoptedKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uploads/../../x",
                "uploads//etc/x",
                "uploads/./x",
                "uploads/..",
                "uploads/x/",
                "uploads/",
                "uploads/a\\b",
                "uploads/a\nb",
                "uploads/a\u0000b",
                "uploads/a\u0085b",
                "uploads/a\u2028b",
                "uploads/a\ud800b",
                ""
            })
    void whatIsReadInDifferentWaysIsAFault(String key) {
        assertThat(ObjectKeys.fault(key)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uploads/a.mp4",
                "uploads/.hidden.mp4",
                "uploads/..more/x...mp4",
                "uploads/a b+c%2F?&=#;'\"<>|*.mp4",
                "uploads/Überraschung/夏 🎬.mp4"
            })
    void oddNamesAreNone(String key) {
        assertThat(ObjectKeys.fault(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "🎬"})
    void lengthIsOfBytes(String character) {
        int bytes = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        assertThat(ObjectKeys.fault("uploads/" + character.repeat(255 / bytes))).isEmpty();
        assertThat(ObjectKeys.fault("uploads/" + character.repeat(255 / bytes + 1)))
                .isPresent();
        assertThat(ObjectKeys.fault("uploads/" + (character + "/").repeat(1024 / (bytes + 1)) + "x"))
                .isPresent();
    }
}
