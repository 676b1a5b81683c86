package dev.reelroute.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackTextTest {

    /** The bytes of packets, and FFmpeg's list of them. */
    private static final class Packets {

        private final List<String> list = new ArrayList<>(List.of("#software: x", "#tb 0: 1/90000"));
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Packets add(long start, long length, byte[] packet) {
            list.add("0, -1000000000000, %10d, %8d, %8d, 0x00000000, S=1".formatted(start, length, packet.length));
            bytes.writeBytes(packet);
            return this;
        }

        List<Cue> read(String codec) {
            return TrackText.read(codec, list, bytes.toByteArray());
        }
    }

    private static List<Cue> one(String codec, byte[] packet) {
        return new Packets().add(90_000, 45_000, packet).read(codec);
    }

    private static String text(String codec, String packet) {
        List<Cue> cues = one(codec, packet.getBytes(UTF_8));
        return cues.isEmpty() ? "" : cues.get(0).text().replace('\n', '/');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Room 5 --> left                                  | Room 5 --&gt; left
            {\\p1\\c&H0000FF&}m 0 0 l 100 0 100 50{\\p0}       |
            {\\p1}m 0 0 l 9 9{\\p0}after                      | after
            {\\pos(1,2)\\p2}m 0 0 l 9 9{\\r}m 1 1            |
            {\\an8\\fad(1,2)}over {\\b1}bold{\\b0}{\\i1} both{\\r} none | over <b>bold</b><i> both</i> none
            {\\bord2\\be1\\blur3\\pbo4\\iclip(1,2,3,4)}plain  | plain
            {\\t(0,500,\\clip(m 0 0)\\b1)}plain              | plain
            {\\b700}heavy                                   | <b>heavy</b>
            one\\N\\N\\Ntwo\\hthree                            | one/two three
            {a comment}text{another}                        | text
            an open { brace                                 | an open { brace
            {\\b1}x{\\i1}y{\\b0}z                            | <b>x<i>y</i></b><i>z</i>
            1 < 2 & "3"                                     | 1 &lt; 2 &amp; "3"
            <i>Dutch</i>, commas, and <c.x>                  | <i>Dutch</i>, commas, and &lt;c.x&gt;
            """)
    void eventsOfAssBecomeText(String event, String text) {
        assertThat(text("ass", "7,0,Default,,0,0,0,," + event)).isEqualTo(text == null ? "" : text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <font color="red">red</font> {\\an8}top          | red top
            one~~~~two~                                     | one/two
            00:00:01,000 --> 00:00:02,000~again             | 00:00:01,000 --&gt; 00:00:02,000/again
            NOTE~WEBVTT                                     | NOTE/WEBVTT
            {not an override}                               | {not an override}
            C:\\New                                          | C:\\New
            <b>open                                         | <b>open</b>
            </i>closed                                      | closed
            {\\p1}m 0 0 l 5 5{\\p0}                          |
            """)
    void subRipBecomesText(String packet, String text) {
        assertThat(text("subrip", packet.replace('~', '\n'))).isEqualTo(text == null ? "" : text);
    }

    @Test
    void charactersThatNoFileShouldHaveAreLeftOut() {
        assertThat(text("subrip", "a\0b\u0007c\u2028d\u2029e\r\n\r\n f\u00a0")).isEqualTo("abc/d/e/f\u00a0");
        assertThat(text("subrip", "\u200b\u00a0 ")).isEmpty();
        assertThat(text("subrip", "<i> </i>")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "windows-1252"})
    void oldEncodingsAreRead(String charset) {
        byte[] packet = "Grüße".getBytes(Charset.forName(charset));
        assertThat(one("subrip", packet)).extracting(Cue::text).containsExactly("Grüße");
        assertThat(one("text", packet)).extracting(Cue::text).containsExactly("Grüße");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <v Anna>Hello <b>you</b> &amp; &lt;me&gt;  | Hello <b>you</b> &amp; &lt;me&gt;
            <c.yellow.bg>a</c><00:00:01.000>b          | ab
            <i.loud>a</i> R&D                          | <i>a</i> R&amp;D
            &#65;&#x42; &bogus;                        | AB &amp;bogus;
            """)
    void webVttKeepsWhatItKnows(String packet, String text) {
        assertThat(text("webvtt", packet)).isEqualTo(text);
    }

    @Test
    void webVttOfAnMp4IsInBoxes() throws IOException {
        byte[] first = box("payl", "one --> two".getBytes(UTF_8));
        byte[] cue = box("vttc", first);
        byte[] other = box("vttc", box("payl", "three".getBytes(UTF_8)));
        assertThat(one("webvtt", join(cue, other))).extracting(Cue::text).containsExactly("one --&gt; two\nthree");
        assertThat(one("webvtt", box("vtte", new byte[0]))).isEmpty();
    }

    @Test
    void timedTextHasItsStylesInRuns() throws IOException {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(sample);
        byte[] text = "äb --> <i>c".getBytes(UTF_8);
        out.writeShort(text.length);
        out.write(text);
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        DataOutputStream styles = new DataOutputStream(records);
        styles.writeShort(2);
        for (int[] run : new int[][] {{0, 2, 1}, {2, 99, 6}}) {
            styles.writeShort(run[0]);
            styles.writeShort(run[1]);
            styles.writeShort(1);
            styles.writeByte(run[2]);
            styles.writeByte(18);
            styles.writeInt(-1);
        }
        out.write(box("styl", records.toByteArray()));
        assertThat(one("mov_text", sample.toByteArray()))
                .extracting(Cue::text)
                .containsExactly("<b>äb</b><i><u> --&gt; c</u></i>");
    }

    @Test
    void timedTextMayBeUtf16OrCutOff() {
        byte[] utf16 = "Grüße".getBytes(StandardCharsets.UTF_16);
        byte[] packet = join(new byte[] {0, (byte) utf16.length}, utf16);
        assertThat(one("mov_text", packet)).extracting(Cue::text).containsExactly("Grüße");
        assertThat(one("mov_text", new byte[] {0, 0})).isEmpty();
        assertThat(one("mov_text", new byte[] {0})).isEmpty();
        assertThat(one("mov_text", new byte[] {0, 9, 'a', 'b'}))
                .extracting(Cue::text)
                .containsExactly("ab");
        assertThat(one("mov_text", new byte[] {0, 1, 'a', 0, 0, 0, 99, 's', 't', 'y', 'l', 1}))
                .extracting(Cue::text)
                .containsExactly("a");
    }

    @Test
    void timesAreThoseOfThePackets() {
        List<Cue> cues = new Packets()
                .add(270_000, 90_000, "third".getBytes(UTF_8))
                .add(90_111, 90_000, "first".getBytes(UTF_8))
                .add(90_111, 90_000, "first".getBytes(UTF_8))
                .add(180_000, 0, "never".getBytes(UTF_8))
                .add(Long.MIN_VALUE, 90_000, "nowhere".getBytes(UTF_8))
                .add(900_000, 90_000, "past the end".getBytes(UTF_8))
                .read("subrip");

        assertThat(cues)
                .containsExactly(
                        new Cue(3000, 4000, "", "third"),
                        new Cue(1001, 2001, "", "first"),
                        new Cue(10_000, 11_000, "", "past the end"));
        assertThat(WebVtt.within(cues, 0, 3500))
                .containsExactly(new Cue(1001, 2001, "", "first"), new Cue(3000, 3500, "", "third"));
    }

    @Test
    void whatIsNoEventIsNoText() {
        assertThat(text("ass", "only,three,fields")).isEmpty();
    }

    private static byte[] box(String type, byte[] content) throws IOException {
        ByteArrayOutputStream box = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(box);
        out.writeInt(8 + content.length);
        out.write(type.getBytes(UTF_8));
        out.write(content);
        return box.toByteArray();
    }

    private static byte[] join(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }
}
