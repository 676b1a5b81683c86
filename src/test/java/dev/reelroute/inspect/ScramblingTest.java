package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramblingTest {

    private static final String PATTERN = "testsrc2=s=320x180:r=25:d=1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.ts", "a.m2ts"})
    void ofABroadcast(String name) throws IOException {
        Path clip = new Clips(folder).make(name, PATTERN, "-c:v", "mpeg2video", "-qscale:v", "2");
        assertThat(Scrambling.isIn(clip)).isFalse();

        byte[] bytes = Files.readAllBytes(clip);
        int length = name.endsWith(".ts") ? 188 : 192;
        for (int at = length - 188; at < bytes.length; at += length) {
            int pid = ((bytes[at + 1] & 0x1f) << 8) | (bytes[at + 2] & 0xff);
            // Both keys, and tables in the clear.
            bytes[at + 3] = (byte) (bytes[at + 3] | (pid < 0x100 ? 0 : at % 2 == 0 ? 0x80 : 0xc0));
        }
        Files.write(clip, bytes);
        assertThat(Scrambling.isIn(clip)).isTrue();
    }

    @Test
    void ofADisc() throws IOException {
        Path clip = new Clips(folder).make("a.vob", PATTERN, "-c:v", "mpeg2video", "-qscale:v", "2");
        assertThat(Scrambling.isIn(clip)).isFalse();

        byte[] bytes = Files.readAllBytes(clip);
        for (int at = 0; at + 6 < bytes.length; at++) {
            if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1 && (bytes[at + 3] & 0xf0) == 0xe0) {
                bytes[at + 6] |= 0x10;
            }
        }
        Files.write(clip, bytes);
        assertThat(Scrambling.isIn(clip)).isTrue();
    }

    @Test
    void ofNothingElse() throws IOException {
        assertThat(Scrambling.isIn(Files.writeString(folder.resolve("text"), "G".repeat(10_000))))
                .isFalse();
        assertThat(Scrambling.isIn(Files.createFile(folder.resolve("empty")))).isFalse();
        assertThat(Scrambling.isIn(new Clips(folder).make("a.mp4", PATTERN, "-c:v", "mpeg4")))
                .isFalse();
        // The audio of an MP4 file was called scrambled: such bytes are in it by chance.
        byte[] audio = new byte[100_000];
        System.arraycopy(new byte[] {0, 0, 1, (byte) 0xe4, 7, 7, (byte) 0xb5}, 0, audio, 50_000, 7);
        assertThat(Scrambling.isIn(Files.write(folder.resolve("audio.mp4"), audio)))
                .isFalse();
    }
}
