package dev.reelroute.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CueReaderTest {

    private static final String SUBRIP = """
            1
            00:00:01,000 --> 00:00:02,500
            Grüße & <i>Küsse</i>
            <font color="red">rot</font> {\\an8}oben 1 < 2

            2
            01:00:03,5 --> 01:00:04
            zwei
            """;

    @Test
    void subRipBecomesCues() throws UnreadableText {
        assertThat(CueReader.read(SUBRIP))
                .containsExactly(
                        new Cue(1000, 2500, "", "Grüße &amp; <i>Küsse</i>\nrot oben 1 &lt; 2"),
                        new Cue(3_603_500, 3_604_000, "", "zwei"));
    }

    @Test
    void webVttKeepsItsSettingsAndLosesItsStyles() throws UnreadableText {
        assertThat(CueReader.read("""
                        WEBVTT - made by hand
                        Kind: captions

                        STYLE
                        ::cue { color: red }

                        NOTE not shown

                        intro
                        00:01.000 --> 00:02.500 line:10% align:start
                        <v Anna>Hello &amp; welcome

                        00:00:03.000 --> 00:00:03.000
                        never
                        """))
                .containsExactly(new Cue(1000, 2500, "line:10% align:start", "<v Anna>Hello &amp; welcome"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "x-UTF-16LE-BOM", "windows-1252"})
    void encodingsAreFoundOut(String charset) throws UnreadableText {
        assertThat(CueReader.read(SUBRIP.replace("\n", "\r\n").getBytes(Charset.forName(charset))))
                .first()
                .extracting(Cue::text)
                .asString()
                .startsWith("Grüße");
        assertThat(CueReader.read(("\uFEFF" + SUBRIP).getBytes(StandardCharsets.UTF_8)))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WEBVTTX                                             | Line 1: expected WEBVTT alone
            hello                                               | Line 2: expected a time such as
            1~00:00:01,000 -> 00:00:02,000~a                    | Line 2: expected a time such as
            1~00:00:03,000 --> 00:00:02,000~a                   | Line 2: expected an end that is not before the start
            1~00:00:01,000 --> 00:00:02,000~a~00:00:03,000 --> 00:00:04,000~b | Line 4: expected a blank line
            1~00:00:01,000 --> 00:00:02,000~a~~2~b              | Line 6: expected a time such as
            1~99999999999:00:01,000 --> 00:00:02,000~a          | Line 2: expected a time of less than
            ''                                                  | Line 1: expected WEBVTT
            """)
    void whatIsWrongIsNamedByItsLine(String text, String message) {
        assertThatThrownBy(() -> CueReader.read(text.replace('~', '\n')))
                .isInstanceOf(UnreadableText.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoTextIsRefused() {
        byte[] image = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0x81};
        assertThatThrownBy(() -> CueReader.read(image)).hasMessageContaining("The file is not");
    }

    @Test
    void cuesAreMovedAndCutToTheVideo() {
        List<Cue> cues = List.of(cue(9000, 12_000), cue(1000, 2500), cue(0, 900), cue(11_000, 12_000));
        assertThat(WebVtt.within(cues, 1000, 9500)).containsExactly(cue(0, 1500), cue(8000, 9500));
        assertThat(WebVtt.subtitles(List.of(cue(3_661_001, 3_662_000)))).isEqualTo("""
                WEBVTT
                X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

                01:01:01.001 --> 01:01:02.000
                text
                """);
    }

    @Test
    void titlesAreOnlyText() {
        assertThat(WebVtt.escaped("<script>alert(1)</script>\n\n1 --> 2"))
                .isEqualTo("&lt;script&gt;alert(1)&lt;/script&gt; 1 --&gt; 2");
    }

    private static Cue cue(long start, long end) {
        return new Cue(start, end, "", "text");
    }
}
