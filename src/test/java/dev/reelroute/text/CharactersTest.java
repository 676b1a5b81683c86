package dev.reelroute.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

    @ParameterizedTest
    @CsvSource({
        "'a\u0000b', U+0000, U+0000",
        "'a\ud800b', U+D800, U+D800",
        "'\udc00', U+DC00, U+DC00",
        "'\ud83d', U+D83D, U+D83D",
        "'a\nb', , U+000A",
        "'a\u0007b', , U+0007",
        "'a\u007fb', , U+007F",
        "'a\u0085b', , U+0085",
        "'a\u2028b', , U+2028",
        "'clip\u202e4pm.exe', , U+202E",
        "'\u2066a\u2069', , U+2066",
        "'Grüße \ud83d\ude00.mp4', ,",
        "'סרטון.mp4', ,",
        "'a\u200db', ,",
    })
    void theFirstUnfitCharacterIsNamed(String text, String unkeepable, String unfitForName) {
        assertThat(Characters.unkeepable(text)).isEqualTo(Optional.ofNullable(unkeepable));
        assertThat(Characters.unfitForName(text)).isEqualTo(Optional.ofNullable(unfitForName));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0\u2003\u3000", "\u200b\ufeff", "\t\n"})
    void whatShowsNothingIsBlank(String text) {
        assertThat(Characters.isBlank(text)).isTrue();
    }

    @Test
    void unfitCharactersAreReplacedAndAllOthersStay() {
        String text = "a\u0000\ud800\ud83d\ude00\n\u202eb";

        assertThat(Characters.keepable(text)).isEqualTo("a\ufffd\ufffd\ud83d\ude00\n\u202eb");
        assertThat(Characters.name(text)).isEqualTo("a\ufffd\ufffd\ud83d\ude00\ufffd\ufffdb");
        assertThat(Characters.isBlank(text)).isFalse();
    }
}
