package dev.reelroute.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {

    @ParameterizedTest
    @CsvSource({
        "eng, en, eng",
        "en, en, eng",
        "ger, de, deu",
        "deu, de, deu",
        "fre, fr, fra",
        "pt-BR, pt-BR, por",
        "pt_br, pt-BR, por",
        "zh-Hant, zh-Hant, zho",
        "gsw, gsw, gsw",
        "und, und, und",
        "'', und, und",
        "no language at all, und, und"
    })
    void languagesInTheFormThatEachPlaceTakes(String stored, String bcp47, String iso639) {
        assertThat(Labels.bcp47(stored)).isEqualTo(bcp47);
        assertThat(Labels.iso639(stored)).isEqualTo(iso639);
    }
}
