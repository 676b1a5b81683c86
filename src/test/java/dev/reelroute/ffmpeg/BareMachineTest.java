package dev.reelroute.ffmpeg;

import static dev.reelroute.media.Machine.needs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.ffmpeg.FfmpegProperties.SandboxMode;
import dev.reelroute.ffmpeg.Sandbox.Tier;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.StringUtils;

/**
 * A machine that has a JDK, a shell and glibc, and nothing else: no libxcb, libasound, libpulse, libudev, no root's
 * rights, no network. It is made with bubblewrap, so the test is skipped where that does not work.
 */
@Timeout(120)
class BareMachineTest {

    /** What the JDK and FFmpeg proper are made of. */
    private static final List<String> LIBRARIES = List.of(
            "libc.so.6",
            "libm.so.6",
            "libmvec.so.1",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libgcc_s.so.1",
            "libstdc++.so.6",
            "libz.so.1");

    private static final List<String> STUBBED =
            List.of("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0", "libudev.so.1");

    @TempDir
    Path folder;

    @BeforeEach
    void needsBubblewrap() {
        needs(Sandbox.choose(SandboxMode.AUTO, Bench.TOOLCHAIN).tier() == Tier.BWRAP, "bubblewrap does not work");
    }

    @Test
    void lacksTheLibrariesIndeed() throws Exception {
        assertThat(onBareMachine(List.of(), Bench.TOOLCHAIN.ffmpeg().toString(), "-version"))
                .contains("error while loading shared libraries");
    }

    @Test
    void encodesWithStubsForWhatIsMissing() throws Exception {
        assertThat(encode(List.of()))
                .contains("ending EXITED 0", "stubs " + STUBBED.size(), "lines []", "sandbox no sandbox");
    }

    @Test
    void stubsNothingThatIsThere() throws Exception {
        needs(Files.exists(libraries().resolve("libudev.so.1")), "libudev is not installed");
        assertThat(encode(List.of("libudev.so.1"))).contains("ending EXITED 0", "stubs " + (STUBBED.size() - 1));
    }

    @Test
    void stubsForTheOtherArchitectureCarryItsMark() {
        StubLibrary stub = new StubLibrary("libpulse.so.0", List.of("PULSE_0"));

        assertThat(stub.bytes("amd64")[18]).isEqualTo((byte) 62);
        assertThat(stub.bytes("aarch64")[18]).isEqualTo((byte) 183);
    }

    private String encode(List<String> moreLibraries) throws Exception {
        return onBareMachine(
                moreLibraries,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                folder.toString());
    }

    private String onBareMachine(List<String> moreLibraries, String... command) throws Exception {
        List<String> bwrap = new ArrayList<>(List.of(
                "bwrap", "--unshare-all", "--uid", "1000", "--die-with-parent", "--proc", "/proc", "--dev", "/dev"));
        bwrap.addAll(List.of("--tmpfs", "/tmp", "--clearenv", "--setenv", "LC_ALL", "C"));
        Path libraries = libraries();
        Stream.concat(LIBRARIES.stream(), moreLibraries.stream()).forEach(name -> {
            readOnly(bwrap, libraries.resolve(name), libraries.resolve(name));
        });
        Path linker = linker();
        readOnly(bwrap, linker, linker);
        readOnly(bwrap, Path.of("/bin/sh"), Path.of("/bin/sh"));
        // Debian's JDK keeps its configuration there.
        readOnly(bwrap, Path.of("/etc"), Path.of("/etc"));
        Path javaHome = Path.of(System.getProperty("java.home")).toRealPath();
        readOnly(bwrap, javaHome, Path.of(System.getProperty("java.home")));
        for (String entry :
                StringUtils.delimitedListToStringArray(System.getProperty("java.class.path"), File.pathSeparator)) {
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                readOnly(bwrap, Path.of(entry), Path.of(entry));
            }
        }
        Path bundle = Bench.TOOLCHAIN.ffmpeg().resolveSibling("");
        readOnly(bwrap, bundle, bundle);
        bwrap.addAll(List.of("--bind", folder.toString(), folder.toString(), "--chdir", folder.toString(), "--"));
        bwrap.addAll(List.of(command));
        Process process = new ProcessBuilder(bwrap).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void readOnly(List<String> bwrap, Path source, Path target) {
        bwrap.addAll(List.of("--ro-bind", source.toString(), target.toString()));
    }

    /** The folder of the C library that this JVM runs on. */
    private static Path libraries() throws IOException {
        return mapped("/libc.so.6").resolveSibling("");
    }

    /** Where programs say that their linker is, which is not where it is on a merged /usr. */
    private static Path linker() {
        return Stream.of("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private static Path mapped(String suffix) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.endsWith(suffix))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Finds an FFmpeg, encodes a second of H.264 and AAC, and tells how that went. */
    public static final class Worker {

        private Worker() {}

        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            // The bench unpacks below the current folder, which here is an empty one.
            Toolchain toolchain = Bench.TOOLCHAIN;
            Sandbox sandbox = Sandbox.choose(SandboxMode.AUTO, toolchain);
            Outcome outcome = new FfmpegRunner(toolchain, sandbox)
                    .run(Bench.ffmpeg(
                            folder,
                            "-f",
                            "lavfi",
                            "-i",
                            "testsrc=duration=1",
                            "-f",
                            "lavfi",
                            "-i",
                            "sine=duration=1",
                            "-c:v",
                            "libx264",
                            "-c:a",
                            "aac",
                            "a.mp4"));
            System.out.println("stubs " + (toolchain.libraryFolders().size() - 1));
            System.out.println("sandbox " + sandbox.describe());
            System.out.println("ending " + outcome.ending() + " " + outcome.exitCode());
            System.out.println("lines " + outcome.lastLines());
        }
    }
}
