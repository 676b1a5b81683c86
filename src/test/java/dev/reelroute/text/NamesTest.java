package dev.reelroute.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "Übersee 2024.MP4, ubersee 2024.mp4",
        "U\u0308bersee, ubersee",
        "a\u00a0\u2003 b, a b",
        "ﬁlm ２, film 2",
        "映画.mp4, 映画.mp4",
        "100%_\\.mov, 100%_\\.mov",
    })
    void namesAreComparedWithoutCaseAndAccents(String name, String folded) {
        assertThat(Names.folded(name)).isEqualTo(folded);
    }

    @Test
    void whatGrowsIsCut() {
        assertThat(Names.folded("\ufdfa".repeat(255))).hasSize(255);
        assertThat(Names.folded("😀".repeat(128)).length()).isLessThanOrEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource({
        "'', %, %, %, %",
        "'  ', %, %, %, %",
        "Beach, %beach%, %, %, %",
        "' Beach  2024 ', %beach%, %2024%, %, %",
        "100%, %100\\%%, %, %, %",
        "a_b\\c, %a\\_b\\\\c%, %, %, %",
        "my trip to rome in may, %my%, %trip%, %to%, %rome in may%",
    })
    void aSearchIsItsWords(String search, String first, String second, String third, String rest) {
        assertThat(Names.Words.of(search)).isEqualTo(new Names.Words(first, second, third, rest));
    }
}
