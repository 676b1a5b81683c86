package dev.reelroute.ffmpeg;

import static dev.reelroute.media.Machine.needs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegProperties.SandboxMode;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Outcome.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

// A subscription is there to be closed at the end, not to be used before.
@SuppressWarnings("try")
@Timeout(60)
class FfmpegRunnerTest {

    private static final String[] ENDLESS = {"-re", "-f", "lavfi", "-i", "testsrc=size=64x64", "-f", "null", "-"};

    @TempDir
    Path folder;

    private final FfmpegRunner runner = Bench.runner();

    @Test
    void encodesAndReportsProgress() {
        List<Progress> heard = new CopyOnWriteArrayList<>();
        try (var subscription = runner.listen("test", heard::add)) {
            Outcome outcome = runner.run(Bench.ffmpeg(
                    folder, "-f", "lavfi", "-i", "testsrc=duration=2:rate=25", "-c:v", "libx264", "a.mp4"));

            assertThat(outcome.succeeded()).as("%s", outcome).isTrue();
            assertThat(outcome.stdout()).isEmpty();
        }
        assertThat(folder.resolve("a.mp4")).isNotEmptyFile();
        Progress last = heard.get(heard.size() - 1);
        assertThat(last.done()).isTrue();
        assertThat(last.frame()).isEqualTo(50);
        assertThat(last.outTimeMicros()).isBetween(1_800_000L, 2_000_000L);
        assertThat(heard.subList(0, heard.size() - 1)).noneMatch(Progress::done);
    }

    @Test
    void aListenerHearsItsOwnerOnlyAndNothingAfterItLeft() {
        List<Progress> heard = new CopyOnWriteArrayList<>();
        var left = runner.listen("test", heard::add);
        left.close();
        try (var other = runner.listen("other", heard::add)) {
            runner.run(Bench.ffmpeg(folder, "-f", "lavfi", "-i", "testsrc=duration=1", "-f", "null", "-"));
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerThatFailsDoesNotStopTheRun() {
        try (var subscription = runner.listen("test", progress -> {
            throw new IllegalStateException("planted");
        })) {
            Outcome outcome =
                    runner.run(Bench.ffmpeg(folder, "-f", "lavfi", "-i", "testsrc=duration=1", "-f", "null", "-"));
            assertThat(outcome.succeeded()).isTrue();
        }
    }

    /** One thread at work takes about as much processor time as it is given, whoever else is at work here. */
    @Test
    void tellsOfItsProcessorTimeAndNotAmongTheMessages() {
        Outcome little = busy(1);
        // Enough beside the start, which takes as much of both and is counted in hundredths of a second.
        Outcome much = busy(60);

        assertThat(little.lastLines()).isEmpty();
        assertThat(little.processor())
                .isPositive()
                .isLessThanOrEqualTo(little.wall().multipliedBy(2));
        assertThat(much.processor()).isGreaterThan(little.processor().multipliedBy(3));
    }

    private Outcome busy(int seconds) {
        return runner.run(Bench.ffmpeg(
                folder,
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=1280x720:duration=" + seconds,
                "-threads",
                "1",
                "-f",
                "null",
                "-"));
    }

    @Test
    void givesWhatFfprobePrints() {
        Path clip = Bench.clip(folder, "a.mp4", "-f", "lavfi", "-i", "testsrc=duration=1");

        Outcome outcome = runner.run(Bench.ffprobe(folder, List.of("-show_streams", "-of", "json", "file:" + clip)));

        assertThat(outcome.stdout()).contains("\"codec_name\": \"h264\"");
        assertThat(outcome.lastLines()).isEmpty();
    }

    @Test
    void passesTheExitCodeAndTheLastWordsThroughWithoutOurFolders() {
        Outcome outcome = runner.run(Bench.ffmpeg(folder, "-i", "file:" + folder + "/none.mp4", "-f", "null", "-"));

        assertThat(outcome.exitCode()).isEqualTo(254);
        assertThat(outcome.ending()).isEqualTo(Ending.EXITED);
        assertThat(outcome.lastLines())
                .anyMatch(line -> line.contains("[error]") && line.contains("No such file or directory"))
                .noneMatch(line -> line.contains(folder.toString()));
    }

    @Test
    void keepsTheLast40Lines() {
        Outcome outcome = runner.run(
                Bench.ffmpeg(folder, "-f", "lavfi", "-i", "testsrc=duration=4", "-v", "debug", "-f", "null", "-"));

        assertThat(outcome.lastLines()).hasSize(40);
    }

    @Test
    void endsWhatTakesTooLong() {
        Limits brief = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(60), 4L << 30, 1L << 30);

        Outcome outcome =
                runner.run(new Invocation("test", Program.FFMPEG, List.of(ENDLESS), folder, List.of(), brief));

        assertThat(outcome.ending()).isEqualTo(Ending.TIMED_OUT);
        // FFmpeg obeyed SIGTERM: it was not killed before it could.
        assertThat(outcome.exitCode()).isEqualTo(255);
        assertThat(outcome.wall()).isLessThan(Duration.ofSeconds(30));
    }

    /** Where Linux is fair among sessions, niceness within a session of its own has no effect on other sessions. */
    @Test
    void whatStepsBackDoesSoAsASession() throws Exception {
        needs(Files.isWritable(Path.of("/proc/self/autogroup")), "no scheduling by session here");
        FfmpegRunner boxed = new FfmpegRunner(Bench.TOOLCHAIN, Sandbox.choose(SandboxMode.AUTO, Bench.TOOLCHAIN));
        Limits nice = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), 4L << 30, 1L << 30, 7);
        CountDownLatch started = new CountDownLatch(1);
        boxed.listen("nice", progress -> started.countDown());
        CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(
                () -> boxed.run(new Invocation("nice", Program.FFMPEG, List.of(ENDLESS), folder, List.of(), nice)));
        try {
            started.await();
            List<Path> groups = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/ffmpeg"))
                    .map(process -> Path.of("/proc", Long.toString(process.pid()), "autogroup"))
                    .toList();
            assertThat(groups)
                    .isNotEmpty()
                    .allSatisfy(group -> assertThat(group).content().endsWith("nice 7\n"));
            assertThat(Path.of("/proc/self/autogroup")).content().doesNotEndWith("nice 7\n");
        } finally {
            boxed.killAll();
            run.join();
        }
    }

    @Test
    void killsWhatDoesNotListen() throws Exception {
        Guard guard = Guard.start(
                List.of("/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do :; done"), Map.of(), folder, 0);
        assertThat(guard.process().getInputStream().read()).isEqualTo('d');

        guard.terminate();
        assertThat(guard.process().waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        guard.kill();
        guard.awaitEnd();

        assertThat(guard.process().exitValue()).isEqualTo(137);
    }

    /** In the state of bubblewrap's child for a moment: not yet tied to the process that started it. */
    @Test
    void killsWhatTheProgramHasStartedWhenOurPipeEnds() throws Exception {
        Guard guard = Guard.start(List.of("/bin/sh", "-c", "sleep 300 & echo $!; wait"), Map.of(), folder, 0);
        long pid = Long.parseLong(guard.process().inputReader().readLine());

        guard.closePipe();
        guard.awaitEnd();

        isGone(pid);
    }

    @Test
    void killsWhatTheProgramHasStartedWhenThatWasKilled() throws Exception {
        Guard guard = Guard.start(List.of("/bin/sh", "-c", "sleep 300 & echo $!; kill -9 $$"), Map.of(), folder, 0);
        long pid = Long.parseLong(guard.process().inputReader().readLine());

        guard.awaitEnd();

        assertThat(guard.process().exitValue()).isEqualTo(137);
        isGone(pid);
    }

    /** Whoever has inherited it may take a while to hear that it has ended. */
    private static void isGone(long pid) {
        await("the end of " + pid).atMost(Duration.ofSeconds(5)).until(() -> !isAlive(pid));
    }

    private static boolean isAlive(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            // Gone, before the file was opened or while it was read.
            return false;
        }
    }

    @Test
    void killsTheRunsOfOneOwnerAtOnce() throws Exception {
        List<CompletableFuture<Outcome>> runs = startEndless("mine", "mine", "theirs");
        CompletableFuture<Outcome> theirs = runs.get(2);

        runner.kill("mine");

        for (CompletableFuture<Outcome> run : runs.subList(0, 2)) {
            assertThat(run.get(5, TimeUnit.SECONDS).ending()).isEqualTo(Ending.KILLED);
        }
        // The other run reports again, and not only because it takes a moment to die.
        CountDownLatch alive = new CountDownLatch(2);
        runner.listen("theirs", progress -> alive.countDown());
        assertThat(alive.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runner.running()).isEqualTo(1);
        runner.killAll();
        assertThat(theirs.get(5, TimeUnit.SECONDS).ending()).isEqualTo(Ending.KILLED);
        assertThat(runner.running()).isZero();
    }

    @Test
    void anInterruptEndsTheRunAndStaysPending() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        try (var subscription = runner.listen("test", progress -> started.countDown())) {
            Thread thread = new Thread(() -> {
                outcome.complete(runner.run(Bench.ffmpeg(folder, ENDLESS)));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            thread.start();
            started.await();
            thread.interrupt();
        }
        assertThat(outcome.get(5, TimeUnit.SECONDS).ending()).isEqualTo(Ending.KILLED);
        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsWhenItCannotBeStarted() {
        Invocation nowhere = Bench.ffmpeg(folder.resolve("gone"), "-version");

        assertThatThrownBy(() -> runner.run(nowhere))
                .isInstanceOfSatisfying(
                        Setback.class, setback -> assertThat(setback.code()).isEqualTo(FailureCode.FFMPEG_MISSING));
    }

    @Test
    void givesAwayNothingOfOurEnvironment() throws Exception {
        assertThat(System.getenv()).containsKey("PATH");

        Guard guard = Guard.start(List.of("/usr/bin/env"), Bench.TOOLCHAIN.environment(), folder, 0);

        String environment = new String(guard.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // PWD, OLDPWD, SHLVL and _ are the shell's own.
        assertThat(environment.lines().map(line -> line.substring(0, line.indexOf('='))))
                .contains("LC_ALL")
                .isSubsetOf("LC_ALL", "LD_LIBRARY_PATH", "MALLOC_ARENA_MAX", "PWD", "OLDPWD", "SHLVL", "_");
    }

    /** One for each owner; all of them are at work. */
    private List<CompletableFuture<Outcome>> startEndless(String... owners) {
        List<String> heard = new CopyOnWriteArrayList<>();
        Stream.of(owners).distinct().forEach(owner -> runner.listen(owner, progress -> heard.add(owner)));
        ExecutorService threads = Executors.newFixedThreadPool(owners.length);
        List<CompletableFuture<Outcome>> outcomes = Stream.of(owners)
                .map(owner -> CompletableFuture.supplyAsync(
                        () -> runner.run(new Invocation(
                                owner, Program.FFMPEG, List.of(ENDLESS), folder, List.of(), Bench.ROOMY)),
                        threads))
                .toList();
        threads.shutdown();
        // A run that is only about to start has no program that could be killed.
        await("all of them")
                .until(() -> runner.running() == owners.length
                        && Stream.of(owners)
                                .allMatch(owner -> Collections.frequency(heard, owner)
                                        >= Collections.frequency(List.of(owners), owner)));
        return outcomes;
    }
}
