package dev.reelroute.ffmpeg;

import static dev.reelroute.media.Machine.needs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.ffmpeg.FfmpegProperties.SandboxMode;
import dev.reelroute.ffmpeg.Sandbox.Tier;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that dies by {@code kill -9} takes its FFmpeg with it. */
@Timeout(60)
class OrphanTest {

    @TempDir
    Path folder;

    @Test
    void noneIsLeftWithLimitsOnly() throws Exception {
        noneIsLeft(SandboxMode.OFF, OrphanTest::kill);
    }

    @Test
    void noneIsLeftUnderNohup() throws Exception {
        noneIsLeft(SandboxMode.OFF, OrphanTest::kill, "/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "nohup");
    }

    @Test
    void noneIsLeftWhenOnlyTheGuardIsKilled() throws Exception {
        noneIsLeft(SandboxMode.OFF, OrphanTest::killTheGuard);
    }

    @Test
    void noneIsLeftInTheStrongestSandbox() throws Exception {
        needs(Sandbox.choose(SandboxMode.AUTO, Bench.TOOLCHAIN).tier() != Tier.LIMITS, "no sandbox here");
        noneIsLeft(SandboxMode.AUTO, OrphanTest::kill);
        noneIsLeft(SandboxMode.AUTO, OrphanTest::killTheGuard);
    }

    private static void kill(ProcessHandle jvm) {
        assertThat(jvm.destroyForcibly()).isTrue();
        jvm.onExit().join();
    }

    private static void killTheGuard(ProcessHandle jvm) {
        List<ProcessHandle> guards = jvm.children().toList();
        assertThat(guards).hasSize(1);
        guards.get(0).destroyForcibly();
    }

    private void noneIsLeft(SandboxMode mode, Consumer<ProcessHandle> fault, String... prefix) throws Exception {
        String mark = "mark=" + UUID.randomUUID();
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                mode.name(),
                folder.toString(),
                mark));
        Process jvm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader reader = jvm.inputReader()) {
            String line = reader.readLine();
            while (line != null && !line.equals("encoding")) {
                line = reader.readLine();
            }
            assertThat(line).isEqualTo("encoding");
            List<ProcessHandle> before = encoders(mark);
            assertThat(before).hasSize(1);

            fault.accept(jvm.toHandle());

            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(encoders(mark)).isEmpty());
        } finally {
            jvm.destroyForcibly();
            encoders(mark).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Our own processes among the running FFmpegs. A zombie has no command line any more, so it is not counted. */
    private static List<ProcessHandle> encoders(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith("/ffmpeg"))
                        .isPresent())
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(mark))
                        .isPresent())
                .toList();
    }

    /** Encodes without end, and says when it has begun. */
    public static final class Worker {

        private Worker() {}

        public static void main(String[] arguments) throws InterruptedException {
            SandboxMode mode = SandboxMode.valueOf(arguments[0]);
            FfmpegRunner runner = new FfmpegRunner(Bench.TOOLCHAIN, Sandbox.choose(mode, Bench.TOOLCHAIN));
            runner.listen("test", progress -> System.out.println("encoding"));
            runner.run(Bench.ffmpeg(
                    Path.of(arguments[1]),
                    "-re",
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc=size=64x64",
                    "-metadata",
                    arguments[2],
                    "-f",
                    "null",
                    "-"));
            // This process lives on, so that its end is not what ends FFmpeg.
            new CountDownLatch(1).await();
        }
    }
}
