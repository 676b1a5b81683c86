package dev.reelroute.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The copies of sources on a worker's disk. */
class SourceCacheTest {

    @TempDir
    Path data;

    private SourceCache cache;

    @BeforeEach
    void cache() throws IOException {
        StoreProperties store = new StoreProperties(
                "http://127.0.0.1:9", null, "us-east-1", "videos", null, null, true, DataSize.ofMegabytes(1));
        cache = new SourceCache(data, store);
    }

    @Test
    void aFileWhoseHeaderLiesIsKeptAsItIs() throws IOException {
        byte[] file = {'F', 'L', 'V', 1, 5, 0x7f, -1, -1, -3, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        cache.keep("a", "1", file.length, new ByteArrayInputStream(file));
        Path link = data.resolve("link");
        assertThat(cache.link("a", "1", link)).isTrue();
        assertThat(link).hasBinaryContent(file);
    }

    @Test
    void aCopyOfAVersionThatMadeThemOtherwiseIsNotUsed() throws Exception {
        byte[] name = MessageDigest.getInstance("SHA-256").digest("a\n1".getBytes(StandardCharsets.UTF_8));
        Files.writeString(data.resolve("cache").resolve(HexFormat.of().formatHex(name, 0, 16)), "old");
        assertThat(cache.link("a", "1", data.resolve("link"))).isFalse();
    }

    @Test
    void onAFullDiskTheLeastRecentlyUsedMakesRoom() throws IOException {
        byte[] file = {1, 2, 3};
        for (String key : List.of("a", "b", "c")) {
            cache.keep(key, "1", file.length, new ByteArrayInputStream(file));
            assertThat(cache.link(key, "1", data.resolve(key))).isTrue();
        }
        assertThat(cache.link("a", "1", data.resolve("again"))).isTrue();

        Iterator<Boolean> isFull = List.of(true, false).iterator();
        cache.makeRoom(isFull::next);

        assertThat(cache.link("b", "1", data.resolve("gone"))).isFalse();
        assertThat(cache.link("c", "1", data.resolve("kept"))).isTrue();
        assertThat(cache.link("a", "1", data.resolve("used"))).isTrue();
    }
}
