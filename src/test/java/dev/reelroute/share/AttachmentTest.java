package dev.reelroute.share;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentTest {

    /** Strangers choose names; programs read only the first of both. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        holiday.mp4          | holiday.mp4
        ../../x.mp4          | ....x.mp4
        \uFF0E\uFF0E\uFF0F\uFF0E\uFF0E\uFF0Fx.mp4 | .._.._x.mp4
        a\uFF3Cb.mp4        | a_b.mp4
        \u2105.mp4          | c_o.mp4
        a"b%41.mp4           | a_b_41.mp4
        Gr\u00FC\u00DFe.mp4 | Gru_e.mp4
        \u65E5\u672C.mp4    | _.mp4
        """)
    void whatProgramsSaveIsAPlainName(String name, String saved) {
        assertThat(Attachment.header(name)).startsWith("attachment; filename=\"" + saved + "\"; filename*=UTF-8''");
    }
}
