package dev.reelroute.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaKeyTest {

    private static final byte[] PLAIN = "sixteen bytes!!!and some more".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    /** What {@code openssl enc -aes-128-cbc -K 000102…0f -iv …07} makes of it. */
    @Test
    void aSegmentIsWhatOthersMakeOfIt() throws IOException {
        MediaKey key = MediaKey.of(
                Base64.getEncoder().encodeToString(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f")));
        assertThat(HexFormat.of().formatHex(encrypted(key, "360p/00007-3.m4s")))
                .isEqualTo("7eb3c5416008ae1570a9d6b7c9fe5922b0bd40e648266c24ec268cc4c383b51c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"360p/00007-3.m4s", "early-1/00007.m4s", "audio-0/00007-12.m4s"})
    void itIsReadByItsNumber(String name) throws IOException {
        MediaKey key = MediaKey.random();
        byte[] encrypted = encrypted(key, name);
        assertThat(encrypted).hasSize(32);
        assertThat(MediaKey.of(key.text()).decrypt("x/00007.m4s", encrypted)).isEqualTo(PLAIN);
        assertThat(key.decrypt("x/00008.m4s", encrypted)).isNotEqualTo(PLAIN);
    }

    @Test
    void anotherKeyReadsNothing() throws IOException {
        byte[] encrypted = encrypted(MediaKey.of("AAAAAAAAAAAAAAAAAAAAAA=="), "x/00001.m4s");
        MediaKey other = MediaKey.of("AAAAAAAAAAAAAAAAAAAAAQ==");
        assertThatThrownBy(() -> other.decrypt("x/00001.m4s", encrypted))
                .isInstanceOf(IOException.class)
                .hasMessage("x/00001.m4s is not encrypted with the key of its video");
    }

    @ParameterizedTest
    @ValueSource(strings = {"360p/init-0a1b2c3d.mp4", "early-1/init-0.mp4", "360p/index.m3u8", "poster.jpg", "key"})
    void whatLeadsToAStreamIsNotEncrypted(String name) {
        assertThat(MediaKey.isFor(name)).isFalse();
    }

    private byte[] encrypted(MediaKey key, String name) throws IOException {
        Path from = Files.write(folder.resolve("from"), PLAIN);
        Path to = folder.resolve("to");
        key.encrypt(name, from, to);
        return Files.readAllBytes(to);
    }
}
