package dev.reelroute.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Outcome.Ending;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that make FFmpeg open other files or call hosts. Each is tried twice: with our rules, when nothing may be
 * opened; and without the one rule that matters, when something must be opened, which proves that the trap works. There
 * is no sandbox here: the rules have to hold where none is possible.
 */
@Timeout(60)
class HostileInputTest {

    /** What hangs does not use its processor time up. */
    private static final Limits SHORT = new Limits(Duration.ofSeconds(45), Duration.ofSeconds(5), 4L << 30, 1L << 24);

    /** Enough to see that it waits; by itself it gives up after ten seconds. */
    private static final Limits BRIEF = new Limits(Duration.ofMillis(1500), Duration.ofSeconds(5), 4L << 30, 1L << 24);

    private static final int MUTATIONS =
            Integer.getInteger("hostile.mutations", Boolean.getBoolean("tests.long") ? 5000 : 50);
    private static final long SEED = Long.getLong("hostile.seed", 1);

    @TempDir
    Path folder;

    private final FfmpegRunner runner = Bench.runner();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket server;
    private FifoTrap canary;

    /** A file name that is left as it comes, and what is in it. */
    private enum Trap {
        PLAYLIST_TO_FILE("trap.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://$CANARY\n#EXT-X-ENDLIST\n"),
        PLAYLIST_TO_HOST("trap.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n$HOST/a.ts\n#EXT-X-ENDLIST\n"),
        MASTER_TO_HOST("trap.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n$HOST/a.m3u8\n"),
        CONCAT_TO_FILE("trap.mp4", "ffconcat version 1.0\nfile canary.ts\n"),
        DASH_TO_HOST("trap.mp4", """
                <?xml version="1.0"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static" mediaPresentationDuration="PT1S">
                <Period><AdaptationSet contentType="video"><Representation id="v" mimeType="video/mp4" bandwidth="1">
                <BaseURL>$HOST/</BaseURL><SegmentList duration="1"><SegmentURL media="a.mp4"/></SegmentList>
                </Representation></AdaptationSet></Period></MPD>
                """),
        SESSION_TO_HOST("trap.mp4", """
                v=0
                o=- 0 0 IN IP4 127.0.0.1
                s=trap
                c=IN IP4 127.0.0.1
                t=0 0
                m=video 5004 RTP/AVP 96
                a=rtpmap:96 H264/90000
                """);

        private final String name;
        private final String content;

        Trap(String name, String content) {
            this.name = name;
            this.content = content;
        }
    }

    @BeforeEach
    void layTraps() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread listener = new Thread(() -> {
            while (true) {
                try {
                    server.accept().close();
                    connections.incrementAndGet();
                } catch (IOException e) {
                    return;
                }
            }
        });
        listener.setDaemon(true);
        listener.start();
        canary = new FifoTrap(folder.resolve("canary.ts"));
    }

    @AfterEach
    void takeTrapsAway() throws IOException {
        server.close();
        canary.release();
    }

    @ParameterizedTest
    @EnumSource
    void opensNothingWithTheRules(Trap trap) throws Exception {
        for (String name : List.of(trap.name, "source.mp4")) {
            for (Program program : Program.values()) {
                List<String> rules = new InputRules(Bench.SETTINGS).arguments();

                Outcome outcome = open(program, rules, write(trap, name));

                assertThat(connections).as("connections of %s", program).hasValue(0);
                Failure failure = new Diagnosis().of(outcome);
                assertThat(failure).as("%s", outcome).isInstanceOf(Refused.class);
                // Under a video's name, FFmpeg does not even recognise some of them.
                assertThat(failure.code())
                        .isIn(
                                FailureCode.CONTAINER_NOT_ACCEPTED,
                                name.equals(trap.name) ? FailureCode.CONTAINER_NOT_ACCEPTED : FailureCode.NOT_A_VIDEO);
            }
        }
        assertThat(canary.wasOpened()).as("the canary was opened").isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void wouldOpenSomethingWithoutThem(Trap trap) throws Exception {
        List<String> rules = new ArrayList<>(new InputRules(Bench.SETTINGS).arguments());
        rules.set(rules.indexOf("-protocol_whitelist") + 1, "file,http,tcp,udp,rtp");
        int whitelist = rules.indexOf("-format_whitelist");
        rules.subList(whitelist, whitelist + 2).clear();

        Outcome outcome =
                open(Program.FFPROBE, rules, write(trap, trap.name), trap == Trap.SESSION_TO_HOST ? BRIEF : SHORT);

        switch (trap) {
            case PLAYLIST_TO_FILE, CONCAT_TO_FILE ->
                assertThat(canary.wasOpened()).as("%s", outcome).isTrue();
            case PLAYLIST_TO_HOST, MASTER_TO_HOST, DASH_TO_HOST ->
                // FFmpeg may be gone before the one who listens has had the processor.
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() ->
                                assertThat(connections.get()).as("%s", outcome).isPositive());
            // It waits on a socket for a stream that never comes.
            case SESSION_TO_HOST ->
                assertThat(outcome.ending()).as("%s", outcome).isEqualTo(Ending.TIMED_OUT);
        }
    }

    /** What is counted here is published: see {@link #publish}. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void nothingReachesOutFallsOrHangs() throws Exception {
        Path goods = Files.createDirectories(folder.resolve("goods"));
        Path neighbour = clip(goods, "neighbour.mp4", "libx264");
        byte[] sum = digest(neighbour);
        Path work = Files.createDirectories(folder.resolve("work"));

        List<Path> files =
                HostileFiles.write(work, "http://127.0.0.1:" + server.getLocalPort(), folder.resolve("canary.ts"));
        Tally hostile = new Tally();
        files.parallelStream().forEach(file -> tryOut(file, hostile));
        assertThat(listed(work)).as("nothing was written").hasSameSizeAs(files);
        Tally mutated = new Tally();
        mutate(goods, work, mutated);

        assertThat(digest(neighbour)).as("the neighbour").isEqualTo(sum);
        assertThat(listed(folder)).as("nothing was written").hasSize(3);
        assertThat(open(Program.FFMPEG, new InputRules(Bench.SETTINGS).arguments(), neighbour)
                        .succeeded())
                .isTrue();
        for (Tally tally : List.of(hostile, mutated)) {
            assertThat(tally.crashes).as("crashes").isEmpty();
            assertThat(tally.hangs).as("hangs").isEmpty();
        }
        assertThat(connections).as("connections").hasValue(0);
        assertThat(canary.wasOpened()).as("the canary was read").isFalse();
        assertThat(files).hasSizeGreaterThan(200);
        if (MUTATIONS >= 5000) {
            publish(hostile, mutated);
        }
    }

    /** How the runs of many files ended. Several at once: half of a short run is waiting for processes to begin and to end. */
    private static final class Tally {

        private final Queue<String> crashes = new ConcurrentLinkedQueue<>();
        private final Queue<String> hangs = new ConcurrentLinkedQueue<>();
        private final AtomicInteger files = new AtomicInteger();
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger endedByBudget = new AtomicInteger();
    }

    /** Good files of each kind of container, each time with other bytes. */
    private void mutate(Path goods, Path work, Tally tally) {
        List<Path> good = new ArrayList<>();
        for (List<String> kind : List.of(
                List.of("a.mp4", "libx264"),
                List.of("a.mov", "prores"),
                List.of("a.mkv", "libx265"),
                List.of("a.webm", "libvpx-vp9"),
                List.of("a.ts", "mpeg2video"),
                List.of("a.avi", "mpeg4"),
                List.of("a.flv", "flv"),
                List.of("a.wmv", "wmv2"),
                List.of("a.mxf", "mpeg2video"),
                List.of("b.mkv", "png"))) {
            good.add(clip(goods, kind.get(0), kind.get(1)));
        }
        IntStream.range(0, MUTATIONS).parallel().forEach(i -> {
            Path like = good.get(i % good.size());
            Path file = work.resolve("mutation-" + i);
            try {
                Files.write(file, HostileFiles.mutated(Files.readAllBytes(like), SEED + i));
                tryOut(file, tally, "seed " + (SEED + i) + " of " + like.getFileName());
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void tryOut(Path file, Tally tally) {
        tryOut(file, tally, file.getFileName().toString());
    }

    private void tryOut(Path file, Tally tally, String what) {
        tally.files.incrementAndGet();
        for (Program program : Program.values()) {
            Outcome outcome = open(program, new InputRules(Bench.SETTINGS).arguments(), file);
            tally.runs.incrementAndGet();
            if (outcome.ending() != Ending.EXITED) {
                tally.hangs.add(what + ": " + outcome);
            } else if (!outcome.succeeded()) {
                Failure failure = new Diagnosis().of(outcome);
                if (String.valueOf(failure.getMessage()).contains("crashed with signal")) {
                    tally.crashes.add(what + ": " + outcome);
                }
                tally.refused.incrementAndGet();
                tally.endedByBudget.addAndGet(failure.code() == FailureCode.TIME_LIMIT_EXCEEDED ? 1 : 0);
            }
        }
    }

    private static void publish(Tally hostile, Tally mutated) throws IOException {
        ObjectNode counts = new ObjectMapper().createObjectNode();
        for (Map.Entry<String, Tally> each :
                Map.of("hostile", hostile, "mutated", mutated).entrySet()) {
            Tally tally = each.getValue();
            counts.putObject(each.getKey())
                    .put("files", tally.files.get())
                    .put("runs of ffprobe and ffmpeg", tally.runs.get())
                    .put("refused", tally.refused.get())
                    .put("ended by their budget of processor time", tally.endedByBudget.get())
                    .put("crashes", tally.crashes.size())
                    .put("hangs", tally.hangs.size());
        }
        counts.put("first seed", SEED)
                .put("connections", 0)
                .put("foreign files read", 0)
                .put("files written", 0);
        Files.writeString(
                Path.of("docs", "evidence", "hostile.json"),
                new ObjectMapper()
                                .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                                .withDefaultPrettyPrinter()
                                .writeValueAsString(counts)
                        + "\n");
    }

    private static Path clip(Path folder, String name, String codec) {
        return Bench.clip(
                folder,
                name,
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=64x48:rate=25:duration=0.2",
                "-f",
                "lavfi",
                "-i",
                "sine=sample_rate=48000:duration=0.2",
                "-c:v",
                codec);
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static byte[] digest(Path file) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    }

    private Path write(Trap trap, String name) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                trap.content
                        .replace("$CANARY", folder.resolve("canary.ts").toString())
                        .replace("$HOST", "http://127.0.0.1:" + server.getLocalPort()));
    }

    private Outcome open(Program program, List<String> rules, Path file) {
        return open(program, rules, file, SHORT);
    }

    private Outcome open(Program program, List<String> rules, Path file, Limits limits) {
        List<String> arguments = new ArrayList<>(rules);
        arguments.addAll(List.of("-i", InputRules.url(file)));
        arguments.addAll(program == Program.FFMPEG ? List.of("-f", "null", "-") : List.of("-show_streams"));
        return runner.run(new Invocation("test", program, arguments, folder, List.of(), limits));
    }

    /** A named pipe: a writer can open it at the very moment at which a reader opens it. */
    private static final class FifoTrap {

        private final Path fifo;
        private final Thread writer;

        FifoTrap(Path fifo) throws IOException {
            this.fifo = fifo;
            ShortRun made = ShortRun.of(List.of("/usr/bin/mkfifo", fifo.toString()), Map.of());
            assertThat(made.succeeded()).as("%s", made).isTrue();
            this.writer = new Thread(() -> {
                try (OutputStream stream = Files.newOutputStream(fifo, StandardOpenOption.WRITE)) {
                    stream.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.setDaemon(true);
            writer.start();
        }

        /** The reader is gone by now, but our writer may not have been scheduled yet. */
        boolean wasOpened() throws InterruptedException {
            writer.join(300);
            return !writer.isAlive();
        }

        void release() throws IOException {
            if (writer.isAlive()) {
                Files.newInputStream(fifo).close();
            }
        }
    }
}
