package dev.reelroute.ffmpeg;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ffmpeg.Toolchain.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds an FFmpeg that works: the configured one, otherwise the one that Maven brought, otherwise the one on the PATH.
 * Each is run before it is accepted.
 */
public final class ToolchainFinder {

    private static final Logger LOG = LoggerFactory.getLogger(ToolchainFinder.class);
    private static final String SUFFIX = System.getProperty("os.name").startsWith("Windows") ? ".exe" : "";
    /** What glibc's dynamic linker prints, in the C locale. */
    private static final Pattern MISSING_LIBRARY =
            Pattern.compile("error while loading shared libraries: ([^:\\s]+): cannot open shared object file");
    /** A row of {@code -encoders}: flags, name, text. */
    private static final Pattern ROW = Pattern.compile("^ ?[A-Z.|]{2,6} +([a-z]\\S*) +\\S.*$", Pattern.MULTILINE);
    /** Without these there is no rendition at all; Fedora's ffmpeg-free, for one, has no libx264. */
    private static final List<String> NEEDED_ENCODERS = List.of("libx264", "aac");

    private final FfmpegProperties settings;
    private final SearchPath searchPath;
    private final List<String> reasons = new ArrayList<>();

    public ToolchainFinder(FfmpegProperties settings) {
        this(settings, SearchPath.ofThisProcess());
    }

    ToolchainFinder(FfmpegProperties settings, SearchPath searchPath) {
        this.settings = settings;
        this.searchPath = searchPath;
    }

    /**
     * @throws Refused {@link FailureCode#FFMPEG_MISSING} with what to install, when none works
     */
    public Toolchain find() {
        Path configured = settings.path();
        Optional<Toolchain> found = configured != null
                ? tryOut(configured, probeBeside(configured), Origin.CONFIGURED, List.of())
                : bundled().or(this::onPath);
        return found.orElseThrow(() -> new Refused(FailureCode.FFMPEG_MISSING, whatToDo(configured)));
    }

    private String whatToDo(@Nullable Path configured) {
        String remedy = configured != null
                ? "Point reelroute.ffmpeg.path to FFmpeg " + FfmpegVersion.FLOOR + " with libx264, or leave it empty"
                : "Install FFmpeg " + FfmpegVersion.FLOOR + " with libx264 so that ffmpeg and ffprobe are on the PATH,"
                        + " or set reelroute.ffmpeg.path";
        return remedy + " (" + String.join("; ", reasons) + ").";
    }

    private Path probeBeside(Path ffmpeg) {
        Path configured = settings.probePath();
        return configured != null ? configured : ffmpeg.toAbsolutePath().resolveSibling("ffprobe" + SUFFIX);
    }

    private Optional<Toolchain> bundled() {
        BundledFfmpeg bundle = new BundledFfmpeg(settings.cache());
        try {
            Optional<Path> folder = bundle.unpack();
            if (folder.isEmpty()) {
                reasons.add("Maven brings none for this platform");
                return Optional.empty();
            }
            Path ffmpeg = folder.get().resolve("ffmpeg" + SUFFIX);
            Path ffprobe = folder.get().resolve("ffprobe" + SUFFIX);
            return tryOut(ffmpeg, ffprobe, Origin.BUNDLED, librariesFor(ffmpeg, bundle.cache()));
        } catch (IOException e) {
            reasons.add("the one that Maven brings cannot be unpacked: " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The bundle's own folder, because its programs find the libraries beside them but those libraries do not find each
     * other; and the folder of one stub for each library that the system lacks. The linker names one missing library at
     * a time, so this asks until the linker is content or names one that cannot be replaced.
     */
    private static List<Path> librariesFor(Path ffmpeg, Path cache) throws IOException {
        List<Path> folders = new ArrayList<>(List.of(ffmpeg.toAbsolutePath().getParent()));
        for (int i = 0; i < StubLibrary.KNOWN.size(); i++) {
            ShortRun run = ShortRun.of(version(ffmpeg), Toolchain.environment(folders));
            Matcher missing = MISSING_LIBRARY.matcher(run.output());
            StubLibrary stub = missing.find() ? StubLibrary.KNOWN.get(missing.group(1)) : null;
            if (stub == null) {
                break;
            }
            folders.add(stub.writeBelow(cache.resolve("stubs"), System.getProperty("os.arch")));
            LOG.debug("This machine has no {}, FFmpeg gets an empty one", stub.name());
        }
        return folders;
    }

    private Optional<Toolchain> onPath() {
        Optional<Path> ffmpeg = searchPath.find("ffmpeg" + SUFFIX);
        Optional<Path> ffprobe = searchPath.find("ffprobe" + SUFFIX);
        if (ffmpeg.isEmpty() || ffprobe.isEmpty()) {
            reasons.add("there is no " + (ffmpeg.isEmpty() ? "ffmpeg" : "ffprobe") + " on the PATH");
            return Optional.empty();
        }
        return tryOut(ffmpeg.get(), ffprobe.get(), Origin.PATH, List.of());
    }

    private Optional<Toolchain> tryOut(Path ffmpeg, Path ffprobe, Origin origin, List<Path> libraries) {
        Map<String, String> environment = Toolchain.environment(libraries);
        FfmpegVersion version = null;
        for (Path program : List.of(ffprobe, ffmpeg)) {
            ShortRun run = ShortRun.of(version(program), environment);
            version = FfmpegVersion.parse(run.output()).orElse(null);
            if (!run.succeeded() || version == null) {
                reasons.add(program + " does not start: " + lastLine(run.output()));
                return Optional.empty();
            }
            if (!version.isNewEnough()) {
                reasons.add(program + " is version " + version.text() + ", which has known security holes");
                return Optional.empty();
            }
        }
        Set<String> encoders = encoders(ffmpeg, environment);
        List<String> lacking = NEEDED_ENCODERS.stream()
                .filter(name -> !encoders.contains(name))
                .toList();
        if (version == null || !lacking.isEmpty()) {
            reasons.add(ffmpeg + " has no encoder " + String.join(", ", lacking));
            return Optional.empty();
        }
        return Optional.of(
                new Toolchain(ffmpeg.toAbsolutePath(), ffprobe.toAbsolutePath(), version.text(), origin, libraries));
    }

    private static Set<String> encoders(Path ffmpeg, Map<String, String> environment) {
        String output = ShortRun.of(List.of(ffmpeg.toString(), "-hide_banner", "-encoders"), environment)
                .output();
        return ROW.matcher(output).results().map(row -> row.group(1)).collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> version(Path program) {
        return List.of(program.toString(), "-version");
    }

    private static String lastLine(String output) {
        return output.lines().reduce((a, b) -> b).orElse("it says nothing");
    }
}
