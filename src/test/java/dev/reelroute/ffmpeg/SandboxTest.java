package dev.reelroute.ffmpeg;

import static dev.reelroute.media.Machine.needs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ffmpeg.FfmpegProperties.SandboxMode;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Sandbox.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SandboxTest {

    private static final SearchPath HERE = SearchPath.ofThisProcess();

    @TempDir
    Path work;

    @TempDir
    Path elsewhere;

    @Test
    void bubblewrapShowsInputAndWorkFolderOnly() throws IOException {
        Sandbox sandbox = sandbox(HERE, Tier.BWRAP);
        Path input = Bench.clip(elsewhere, "in.mp4", "-f", "lavfi", "-i", "testsrc=duration=0.4");
        Path secret = Files.copy(input, elsewhere.resolve("secret.mp4"));

        assertThat(run(sandbox, List.of(input), "-i", "file:" + input, "out.mp4")
                        .succeeded())
                .isTrue();
        assertThat(work.resolve("out.mp4")).isNotEmptyFile();

        // The same file can be read without a sandbox, so it is the sandbox that hides it.
        assertThat(run(Bench.LIMITS_ONLY, List.of(), "-i", "file:" + secret, "b.mp4")
                        .succeeded())
                .isTrue();
        assertThat(run(sandbox, List.of(input), "-i", "file:" + secret, "c.mp4").lastLines())
                .anyMatch(line -> line.contains("No such file or directory"));
        assertThat(run(sandbox, List.of(input), "-y", "-i", "file:" + input, input.toString())
                        .lastLines())
                .anyMatch(line -> line.contains("Read-only file system"));
    }

    /** Bubblewrap itself does not wait for it, so that the system counts it for nobody. */
    @Test
    void whatRunsInBubblewrapTellsOfItsProcessorTime() {
        String[] work = {"-f", "lavfi", "-i", "testsrc2=s=1280x720:duration=4", "-threads", "1", "-f", "null", "-"};

        Outcome within = run(sandbox(HERE, Tier.BWRAP), List.of(), work);

        Outcome without = run(Bench.LIMITS_ONLY, List.of(), work);
        assertThat(within.processor())
                .isBetween(without.processor().dividedBy(3), without.processor().multipliedBy(3));
        assertThat(within.lastLines()).isEmpty();
    }

    @Test
    void bubblewrapReachesNoServer() throws IOException {
        reachesNoServer(sandbox(HERE, Tier.BWRAP));
    }

    @Test
    void unshareReachesNoServer() throws IOException {
        Path unshare = HERE.find("unshare").orElseThrow(() -> new AssertionError("no unshare on the PATH"));
        Files.createSymbolicLink(elsewhere.resolve("unshare"), unshare);

        reachesNoServer(sandbox(new SearchPath(elsewhere.toString()), Tier.UNSHARE));
    }

    @Test
    void fallsBackToLimitsWhereNothingWorks() throws IOException {
        for (String program : List.of("bwrap", "unshare", "prlimit")) {
            Path broken = Files.writeString(elsewhere.resolve(program), "#!/bin/sh\nexit 1\n");
            Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwx------"));
        }
        SearchPath broken = new SearchPath(elsewhere.toString());

        Sandbox sandbox = Sandbox.choose(SandboxMode.AUTO, Bench.TOOLCHAIN, broken);

        assertThat(sandbox.tier()).isEqualTo(Tier.LIMITS);
        assertThat(sandbox.describe()).isEqualTo("no sandbox");
        assertThat(sandbox.protection())
                .contains("can read and write what this user can, and reach the network")
                .contains("memory and processor time have no limit");
        assertThat(sandbox.advice()).get().asString().contains("reelroute.ffmpeg.sandbox to required");
        assertThat(run(sandbox, List.of(), "-f", "lavfi", "-i", "testsrc=duration=0.4", "a.mp4")
                        .succeeded())
                .isTrue();
        assertThatThrownBy(() -> Sandbox.choose(SandboxMode.REQUIRED, Bench.TOOLCHAIN, broken))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.FFMPEG_MISSING))
                .hasMessageContaining("install the package bubblewrap");
    }

    @Test
    void limitsTheSizeOfFiles() {
        needs(HERE.find("prlimit").isPresent(), "no prlimit");
        Limits small = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(30), 4L << 30, 100_000);

        Outcome outcome = run(Bench.LIMITS_ONLY, small, "-f", "lavfi", "-i", "testsrc", "-c:v", "rawvideo", "a.avi");

        assertThat(new Diagnosis().of(outcome).code()).as("%s", outcome).isEqualTo(FailureCode.OUTPUT_LIMIT_EXCEEDED);
        assertThat(work.resolve("a.avi")).hasSize(100_000);
    }

    @Test
    void limitsProcessorTime() {
        needs(HERE.find("prlimit").isPresent(), "no prlimit");
        Limits one = new Limits(Duration.ofSeconds(40), Duration.ofSeconds(1), 4L << 30, 1L << 30);

        Outcome outcome = run(Bench.LIMITS_ONLY, one, "-f", "lavfi", "-i", "testsrc=size=hd720", "-f", "null", "-");

        assertThat(new Diagnosis().of(outcome).code()).as("%s", outcome).isEqualTo(FailureCode.TIME_LIMIT_EXCEEDED);
    }

    @Test
    void limitsMemory() {
        needs(HERE.find("prlimit").isPresent(), "no prlimit");
        Limits little = new Limits(Duration.ofSeconds(40), Duration.ofSeconds(20), 400L << 20, 1L << 30);

        Outcome outcome = run(
                Bench.LIMITS_ONLY,
                little,
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=uhd2160:duration=4",
                "-c:v",
                "libx264",
                "a.mp4");

        assertThat(new Diagnosis().of(outcome).code()).as("%s", outcome).isEqualTo(FailureCode.ENCODER_FAILED);
    }

    private void reachesNoServer(Sandbox sandbox) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "tcp://127.0.0.1:" + server.getLocalPort();
            String[] send = {"-f", "lavfi", "-i", "testsrc=duration=0.4", "-f", "mpegts", address};

            assertThat(run(Bench.LIMITS_ONLY, List.of(), send).succeeded()).isTrue();
            assertThat(run(sandbox, List.of(), send).lastLines())
                    .anyMatch(line -> line.contains("Network is unreachable") || line.contains("Connection refused"));
        }
    }

    private static Sandbox sandbox(SearchPath path, Tier tier) {
        Sandbox sandbox = Sandbox.choose(SandboxMode.AUTO, Bench.TOOLCHAIN, path);
        needs(sandbox.tier() == tier, tier + " does not work here");
        return sandbox;
    }

    private Outcome run(Sandbox sandbox, Limits limits, String... arguments) {
        return new FfmpegRunner(Bench.TOOLCHAIN, sandbox)
                .run(new Invocation("test", Program.FFMPEG, List.of(arguments), work, List.of(), limits));
    }

    private Outcome run(Sandbox sandbox, List<Path> inputs, String... arguments) {
        return new FfmpegRunner(Bench.TOOLCHAIN, sandbox)
                .run(new Invocation("test", Program.FFMPEG, List.of(arguments), work, inputs, Bench.ROOMY));
    }
}
