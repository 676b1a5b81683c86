package dev.reelroute.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ffmpeg.FfmpegProperties.SandboxMode;
import dev.reelroute.ffmpeg.Toolchain.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class ToolchainFinderTest {

    private static final SearchPath NOWHERE = new SearchPath(null);

    @TempDir
    Path folder;

    @Test
    void findsTheOneThatMavenBrings() {
        Toolchain toolchain = new ToolchainFinder(Bench.SETTINGS, NOWHERE).find();

        assertThat(toolchain.origin()).isEqualTo(Origin.BUNDLED);
        assertThat(toolchain.describe()).isEqualTo("FFmpeg " + toolchain.version() + " (bundled with Maven)");
        assertThat(toolchain.version()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void unpacksOnceAndMendsWhatIsBroken() throws IOException {
        FfmpegProperties settings = with(null, folder.resolve("cache"));
        Path program = new ToolchainFinder(settings, NOWHERE).find().ffmpeg();
        Path library = program.resolveSibling(firstLibrary(program.resolveSibling("")));
        Object first = Files.getAttribute(library, "unix:ino");

        new ToolchainFinder(settings, NOWHERE).find();
        assertThat(Files.getAttribute(library, "unix:ino")).isEqualTo(first);

        Files.write(library, new byte[10]);
        assertThat(new ToolchainFinder(settings, NOWHERE).find().origin()).isEqualTo(Origin.BUNDLED);
        assertThat(Files.size(library)).isGreaterThan(10);
        try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
            assertThat(left).containsExactly(program.resolveSibling(""));
        }
    }

    @Test
    void prefersTheConfiguredOne() throws IOException {
        Path probe = installed("ffprobe", Bench.TOOLCHAIN.ffprobe());
        Path ffmpeg = installed("ffmpeg", Bench.TOOLCHAIN.ffmpeg());
        Toolchain toolchain = new ToolchainFinder(with(ffmpeg, folder.resolve("cache")), NOWHERE).find();

        assertThat(toolchain.origin()).isEqualTo(Origin.CONFIGURED);
        assertThat(toolchain.ffprobe()).isEqualTo(probe);
    }

    @Test
    void doesNotReplaceAConfiguredOneInSilence() {
        assertRefused(new ToolchainFinder(with(folder.resolve("ffmpeg"), folder.resolve("cache")), NOWHERE))
                .hasMessageContaining("reelroute.ffmpeg.path")
                .hasMessageContaining("does not start");
    }

    @Test
    void takesTheOneOnThePathWhereNothingCanBeUnpacked() throws IOException {
        installed("ffprobe", Bench.TOOLCHAIN.ffprobe());
        SearchPath path = new SearchPath(
                "/nowhere::" + installed("ffmpeg", Bench.TOOLCHAIN.ffmpeg()).getParent());

        assertThat(new ToolchainFinder(with(null, aFile()), path).find().origin())
                .isEqualTo(Origin.PATH);
    }

    @Test
    void saysWhatToInstallWhenThereIsNone() throws IOException {
        assertRefused(new ToolchainFinder(with(null, aFile()), NOWHERE))
                .hasMessageContaining("Install FFmpeg 8.1.2 or newer")
                .hasMessageContaining("cannot be unpacked")
                .hasMessageContaining("there is no ffmpeg on the PATH");
    }

    @Test
    void refusesAnOldOne() throws IOException {
        pretender("ffprobe", "echo 'ffprobe version 5.1.9-0+deb12u1 Copyright'");
        Path old = pretender("ffmpeg", "echo 'ffmpeg version 5.1.9-0+deb12u1 Copyright'");

        assertRefused(new ToolchainFinder(with(old, folder), NOWHERE)).hasMessageContaining("known security holes");
    }

    @Test
    void refusesOneWithoutH264() throws IOException {
        pretender("ffprobe", "echo 'ffprobe version 8.1.2 Copyright'");
        Path lean = pretender("ffmpeg", "echo 'ffmpeg version 8.1.2 Copyright'; echo ' A....D aac     AAC'");

        assertRefused(new ToolchainFinder(with(lean, folder), NOWHERE)).hasMessageContaining("no encoder libx264)");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ToolchainFinder finder) {
        return assertThatThrownBy(finder::find)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.FFMPEG_MISSING));
    }

    /** One that finds its libraries by itself, as what a system installs does. */
    private Path installed(String name, Path program) throws IOException {
        return pretender(
                name,
                "LD_LIBRARY_PATH=" + Bench.TOOLCHAIN.environment().get("LD_LIBRARY_PATH") + " exec " + program
                        + " \"$@\"");
    }

    private Path pretender(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Path aFile() throws IOException {
        return Files.writeString(folder.resolve("file"), "Not a folder, so nothing can be unpacked into it.");
    }

    private static String firstLibrary(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("lib"))
                    .sorted()
                    .toList()
                    .get(0);
        }
    }

    private static FfmpegProperties with(@Nullable Path ffmpeg, Path cache) {
        return new FfmpegProperties(
                ffmpeg,
                null,
                cache,
                SandboxMode.OFF,
                1,
                1,
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                Duration.ZERO);
    }
}
