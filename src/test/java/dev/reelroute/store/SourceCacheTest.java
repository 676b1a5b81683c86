package dev.reelroute.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.http.Abortable;

/** The copies of sources on a worker's disk. */
class SourceCacheTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        cache.keep("a", "1", file.length, new ByteArrayInputStream(file), () -> {});
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
            cache.keep(key, "1", file.length, new ByteArrayInputStream(file), () -> {});
            use(key);
        }
        use("a");

        Iterator<Boolean> isFull = List.of(true, false).iterator();
        cache.makeRoom(isFull::next);

        assertThat(cache.link("b", "1", data.resolve("gone"))).isFalse();
        assertThat(cache.link("c", "1", data.resolve("kept"))).isTrue();
        assertThat(cache.link("a", "1", data.resolve("used"))).isTrue();
    }

    private void use(String key) throws IOException {
        Path link = data.resolve("use");
        assertThat(cache.link(key, "1", link)).isTrue();
        Files.delete(link);
    }

    @Test
    void whatIsInUseMakesNoRoom() throws IOException {
        byte[] file = {1, 2, 3};
        cache.keep("a", "1", file.length, new ByteArrayInputStream(file), () -> {});
        assertThat(cache.spareBytes()).isEqualTo(3);
        assertThat(cache.link("a", "1", data.resolve("link"))).isTrue();

        assertThat(cache.spareBytes()).isZero();
        cache.makeRoom(() -> true);

        assertThat(cache.link("a", "1", data.resolve("another"))).isTrue();
    }

    /** Pieces of one film begin together. */
    @Test
    void aVersionIsFetchedOnceAtATime() throws Exception {
        byte[] file = {1, 2, 3};
        SlowStream first = new SlowStream(file);
        AbortedStream second = new AbortedStream();
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> cache.keep("a", "1", 3, first, () -> {}));
        first.begun.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Void> two = CompletableFuture.runAsync(() -> cache.keep("a", "1", 3, second, () -> {}));
        second.aborted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(two).isNotDone();

        first.more.complete(null);

        one.join();
        two.join();
        assertThat(cache.link("a", "1", data.resolve("link"))).isTrue();
        AbortedStream third = new AbortedStream();
        cache.keep("a", "1", 3, third, () -> {});
        assertThat(third.aborted).isDone();
    }

    @Test
    void whoWaitsForAFetchThatFailsFailsAsIt() throws Exception {
        SlowStream first = new SlowStream(new byte[] {1});
        AbortedStream second = new AbortedStream();
        CompletableFuture<Void> one = CompletableFuture.runAsync(() -> cache.keep("a", "1", 3, first, () -> {}));
        first.begun.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Void> two = CompletableFuture.runAsync(() -> cache.keep("a", "1", 3, second, () -> {}));
        second.aborted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        first.more.complete(null);

        assertThat(List.of(one, two))
                .allSatisfy(each -> assertThat(each)
                        .failsWithin(PATIENCE)
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOfSatisfying(
                                Setback.class,
                                failure -> assertThat(failure.code()).isEqualTo(FailureCode.STORE_UNAVAILABLE)));
        cache.keep("a", "1", 3, new ByteArrayInputStream(new byte[3]), () -> {});
    }

    @Test
    void withoutRoomNothingIsRead() {
        AbortedStream content = new AbortedStream();
        assertThatThrownBy(() -> cache.keep("a", "1", 3, content, () -> {
                    throw new Setback(FailureCode.WAITS_FOR_ROOM, null);
                }))
                .isInstanceOf(Setback.class);
        assertThat(content.aborted).isDone();
    }

    /** Closing reads the rest, which may be many gigabytes. */
    @Test
    void whatCannotBeKeptIsNotReadToItsEnd() {
        CompletableFuture<Boolean> isAbortedFirst = new CompletableFuture<>();
        AbortedStream content = new AbortedStream() {
            @Override
            public synchronized long transferTo(OutputStream out) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void close() {
                isAbortedFirst.complete(aborted.isDone());
            }
        };
        assertThatThrownBy(() -> cache.keep("a", "1", 3, content, () -> {})).isInstanceOf(Setback.class);
        assertThat(isAbortedFirst).isCompletedWithValue(true);
    }

    /** Gives its bytes when it is told to. */
    private static final class SlowStream extends ByteArrayInputStream {

        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Void> more = new CompletableFuture<>();

        SlowStream(byte[] content) {
            super(content);
        }

        @Override
        public synchronized long transferTo(OutputStream out) throws IOException {
            begun.complete(null);
            more.join();
            return super.transferTo(out);
        }
    }

    private static class AbortedStream extends ByteArrayInputStream implements Abortable {

        final CompletableFuture<Void> aborted = new CompletableFuture<>();

        AbortedStream() {
            super(new byte[0]);
        }

        @Override
        public synchronized long transferTo(OutputStream out) throws IOException {
            throw new AssertionError("It shall not be read");
        }

        @Override
        public void abort() {
            aborted.complete(null);
        }
    }
}
