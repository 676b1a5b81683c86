package dev.reelroute.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that FFmpeg does not read to their end, and others, which must stay as they are. */
class AppendedTest {

    private static final int FRAMES = 25;

    @TempDir
    Path folder;

    private Clips clips;

    @BeforeEach
    void clips() {
        clips = new Clips(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flv", "mkv", "webm"})
    void allRecordingsAreRead(String ending) throws IOException {
        Path one = clip("one." + ending);
        Path four = append(one, one, one, one);
        assertThat(Appended.isIn(four)).isTrue();
        Appended.straighten(four);
        assertThat(frames(four)).isEqualTo(4 * FRAMES);
    }

    @Test
    void aRecordingWithoutALengthMayBeAmongThem() throws IOException {
        Path live = clip("live.webm", "-live", "1");
        Path known = clip("known.webm");
        for (Path file :
                new Path[] {append(live, known, known), append(known, live, known), append(known, known, live)}) {
            Appended.straighten(file);
            assertThat(frames(file)).isEqualTo(3 * FRAMES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flv", "mkv", "webm", "mp4", "ts", "avi"})
    void aSingleRecordingStaysAsItIs(String ending) throws IOException {
        Path one = clip("one." + ending);
        byte[] before = Files.readAllBytes(one);
        assertThat(Appended.isIn(one)).isFalse();
        Appended.straighten(one);
        assertThat(one).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 12, 20})
    void aFileThatBreaksOffStaysAsItIs(int bytes) throws IOException {
        for (String ending : new String[] {"flv", "mkv"}) {
            byte[] whole = Files.readAllBytes(clip("one." + ending));
            Path broken = Files.write(folder.resolve("broken"), Arrays.copyOf(whole, bytes));
            assertThat(Appended.isIn(broken)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x7FFFFFFCL, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL, 1_000_000})
    void aHeaderThatCannotBeSoLongIsNone(long length) throws IOException {
        byte[] one = Files.readAllBytes(clip("one.flv"));
        for (int at : new int[] {0, one.length}) {
            ByteBuffer two = ByteBuffer.allocate(2 * one.length).put(one).put(one);
            two.putInt(at + 5, (int) length);
            Path file = Files.write(folder.resolve("claims.flv"), two.array());
            assertThat(Appended.isIn(file)).isFalse();
            Appended.straighten(file);
            assertThat(file).hasBinaryContent(two.array());
        }
    }

    @Test
    void aFileOfMoreHeadersThanAnybodyAppendsStaysAsItIs() throws IOException {
        byte[] header = {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};
        ByteBuffer headers = ByteBuffer.allocate(header.length * 100_002);
        while (headers.hasRemaining()) {
            headers.put(header);
        }
        assertThat(Appended.isIn(Files.write(folder.resolve("headers.flv"), headers.array())))
                .isFalse();
        byte[] few = Arrays.copyOf(headers.array(), header.length * 100);
        assertThat(Appended.isIn(Files.write(folder.resolve("few.flv"), few))).isTrue();
    }

    private Path clip(String name, String... options) {
        String[] all = Stream.concat(Stream.of("-g", "10", "-frames:v", Integer.toString(FRAMES)), Stream.of(options))
                .toArray(String[]::new);
        return clips.make(name, "testsrc2=s=64x64:r=25:d=1", all);
    }

    private Path append(Path... parts) throws IOException {
        Path whole = folder.resolve("whole");
        Files.deleteIfExists(whole);
        for (Path part : parts) {
            Files.write(whole, Files.readAllBytes(part), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return whole;
    }

    private static long frames(Path file) {
        return Programs.ffprobe(List.of(
                        "-select_streams", "v", "-show_entries", "packet=size", "-of", "csv=p=0", file.toString()))
                .stdout()
                .lines()
                .count();
    }
}
