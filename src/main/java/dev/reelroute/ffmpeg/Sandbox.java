package dev.reelroute.ffmpeg;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ffmpeg.FfmpegProperties.SandboxMode;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Toolchain.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confines FFmpeg as well as the machine allows; what is possible is found out once, by trying. In containers that
 * allow no namespaces (Fargate, Docker's defaults), the container itself is the barrier, and the limits remain.
 */
public final class Sandbox {

    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

    /** Strongest first. */
    public enum Tier {
        /**
         * Bubblewrap: FFmpeg sees the system's libraries, its own input and work folder; no network, no other process.
         */
        BWRAP,
        /** No network. */
        UNSHARE,
        /** Resource limits and an empty environment. */
        LIMITS
    }

    /** Enough for the segments of all renditions; far too little to exhaust the machine. */
    private static final int OPEN_FILES = 128;
    /** FFmpeg ends in order at the soft limit; the hard limit is for a decoder that does not react any more. */
    private static final int CPU_GRACE_SECONDS = 5;

    /** Within bubblewrap, which does not wait for what it runs: says how much processor time that took. */
    private static final List<String> TIMED = List.of(
            "/bin/sh",
            "-c",
            "\"$@\"; status=$?; { echo '" + ProcessorTimes.HEADING + "'; times; } >&2; exit $status",
            "reelroute-times");

    private static final Limits TRY_LIMITS =
            new Limits(Duration.ofSeconds(30), Duration.ofSeconds(30), 4L << 30, 1L << 20);

    private final Toolchain toolchain;
    private final Tier tier;
    private final @Nullable Path prlimit;
    private final @Nullable Path nice;
    /** The command of the tier up to the place of the paths; empty for {@link Tier#LIMITS}. */
    private final List<String> prefix;

    private Sandbox(Toolchain toolchain, Tier tier, @Nullable Path prlimit, @Nullable Path nice, List<String> prefix) {
        this.toolchain = toolchain;
        this.tier = tier;
        this.prlimit = prlimit;
        this.nice = nice;
        this.prefix = prefix;
    }

    /** The FFmpeg that it confines. */
    Toolchain toolchain() {
        return toolchain;
    }

    /**
     * The strongest tier in which FFmpeg starts.
     *
     * @throws Refused {@link FailureCode#FFMPEG_MISSING} when bubblewrap is required and does not work
     */
    public static Sandbox choose(SandboxMode mode, Toolchain toolchain) {
        return choose(mode, toolchain, SearchPath.ofThisProcess());
    }

    static Sandbox choose(SandboxMode mode, Toolchain toolchain, SearchPath path) {
        Path prlimit = path.find("prlimit")
                .filter(program -> ShortRun.of(
                                List.of(program.toString(), "--core=0", "true"), Map.of("PATH", "/usr/bin:/bin"))
                        .succeeded())
                .orElse(null);
        Path nice = path.find("nice").orElse(null);
        Sandbox limits = new Sandbox(toolchain, Tier.LIMITS, prlimit, nice, List.of());
        if (mode == SandboxMode.OFF) {
            return limits;
        }
        List<Sandbox> candidates = new ArrayList<>();
        path.find("bwrap")
                .ifPresent(
                        bwrap -> candidates.add(new Sandbox(toolchain, Tier.BWRAP, prlimit, nice, bwrap(bwrap, path))));
        path.find("unshare").map(Path::toString).ifPresent(unshare -> {
            candidates.add(new Sandbox(toolchain, Tier.UNSHARE, prlimit, nice, List.of(unshare, "--net", "--")));
            // Without root's rights, a network namespace needs a user namespace around it.
            candidates.add(
                    new Sandbox(toolchain, Tier.UNSHARE, prlimit, nice, List.of(unshare, "--user", "--net", "--")));
        });
        for (Sandbox candidate : candidates) {
            ShortRun run = candidate.tryOut();
            if (run.succeeded()) {
                if (candidate.tier == Tier.BWRAP || mode == SandboxMode.AUTO) {
                    return candidate;
                }
            } else {
                LOG.debug(
                        "No sandbox with {}: {}",
                        candidate.prefix.get(0),
                        run.output().strip());
            }
        }
        if (mode == SandboxMode.REQUIRED) {
            throw new Refused(
                    FailureCode.FFMPEG_MISSING,
                    "reelroute.ffmpeg.sandbox is 'required', but bubblewrap does not work here: install the package"
                            + " bubblewrap and allow user namespaces, or set it to 'auto'.");
        }
        return limits;
    }

    public Tier tier() {
        return tier;
    }

    /** A short phrase for the console and for health, such as {@code sandbox bwrap}. */
    public String describe() {
        return switch (tier) {
            case BWRAP -> "sandbox bwrap";
            case UNSHARE -> "sandbox unshare (no network)";
            case LIMITS -> prlimit == null ? "no sandbox" : "no sandbox, resource limits only";
        };
    }

    /** What separates a hostile file that has taken over FFmpeg from this machine, in plain words. */
    public String protection() {
        return switch (tier) {
            case BWRAP ->
                "FFmpeg sees its own file, its own work folder and the system's libraries: no other file, no network, no other"
                        + " process. " + limited();
            case UNSHARE ->
                "FFmpeg has no network. It can read and write what this user can: other files of this worker are not walled"
                        + " off. " + limited();
            case LIMITS ->
                "FFmpeg can read and write what this user can, and reach the network: whatever confines this whole process,"
                        + " a container say, is the only wall. " + limited();
        };
    }

    /** What the operator can do for a stronger tier; empty where there is none. */
    public Optional<String> advice() {
        return tier == Tier.BWRAP
                ? Optional.empty()
                : Optional.of(
                        "Install bubblewrap, allow user namespaces, and set reelroute.ffmpeg.sandbox to required.");
    }

    private String limited() {
        return prlimit == null
                ? "Its memory and processor time have no limit: there is no prlimit."
                : "Its memory, processor time and output are limited.";
    }

    /**
     * Wraps a command. The limits are outermost, so that they hold for the sandbox's own process too.
     *
     * @param command program and arguments
     * @param workDirectory the one folder that it may write to, and where it runs
     * @param inputs other files and folders that it may read
     */
    List<String> wrap(List<String> command, Path workDirectory, List<Path> inputs, Limits limits) {
        List<String> wrapped = new ArrayList<>();
        if (nice != null && limits.niceness() > 0) {
            wrapped.addAll(List.of(nice.toString(), "-n", Integer.toString(limits.niceness())));
        }
        if (prlimit != null) {
            long cpu = Math.max(1, limits.cpu().toSeconds());
            wrapped.addAll(List.of(
                    prlimit.toString(),
                    "--as=" + limits.memoryBytes(),
                    "--cpu=" + cpu + ":" + (cpu + CPU_GRACE_SECONDS),
                    "--fsize=" + limits.outputBytes(),
                    "--nofile=" + OPEN_FILES,
                    "--core=0"));
        }
        wrapped.addAll(prefix);
        if (tier == Tier.BWRAP) {
            inputs.forEach(input -> bind(wrapped, "--ro-bind", input.toAbsolutePath()));
            bind(wrapped, "--bind", workDirectory.toAbsolutePath());
            wrapped.addAll(List.of("--chdir", workDirectory.toAbsolutePath().toString(), "--clearenv"));
            toolchain.environment().forEach((name, value) -> wrapped.addAll(List.of("--setenv", name, value)));
            toolchainFolders().forEach(folder -> bind(wrapped, "--ro-bind", folder));
            wrapped.add("--");
            wrapped.addAll(TIMED);
        }
        wrapped.addAll(command);
        return wrapped;
    }

    private ShortRun tryOut() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        List<String> command = List.of(toolchain.ffprobe().toString(), "-version");
        return ShortRun.of(wrap(command, folder, List.of(), TRY_LIMITS), toolchain.environment());
    }

    private static List<String> bwrap(Path program, SearchPath programs) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--unshare-all",
                "--die-with-parent",
                "--cap-drop",
                "ALL",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "--tmpfs",
                "/tmp",
                "--ro-bind",
                "/usr",
                "/usr",
                // The folders where the linker looks for libraries; Debian's FFmpeg finds its BLAS through
                // /etc/alternatives.
                "--ro-bind-try",
                "/etc/ld.so.cache",
                "/etc/ld.so.cache",
                "--ro-bind-try",
                "/etc/alternatives",
                "/etc/alternatives"));
        if (programs.find("setsid").isEmpty()) {
            // Otherwise the session is the guard's. It has no terminal either, and its niceness is set as one group.
            command.add("--new-session");
        }
        for (String folder : List.of("/lib", "/lib64", "/bin")) {
            Path path = Path.of(folder);
            if (Files.isSymbolicLink(path)) {
                command.addAll(List.of("--symlink", linkTarget(path), folder));
            } else if (Files.isDirectory(path)) {
                bind(command, "--ro-bind", path);
            }
        }
        return List.copyOf(command);
    }

    private static String linkTarget(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The files of FFmpeg itself, outside of /usr. Of an FFmpeg that we did not unpack, only the programs and a folder
     * {@code lib} beside their folder: it may lie in a user's home.
     */
    private List<Path> toolchainFolders() {
        List<Path> folders = new ArrayList<>(toolchain.libraryFolders());
        if (toolchain.origin() != Origin.BUNDLED) {
            for (Path program : List.of(toolchain.ffmpeg(), toolchain.ffprobe())) {
                folders.add(program);
                folders.add(program.resolveSibling("../lib").normalize());
            }
        }
        return folders.stream()
                .distinct()
                .filter(folder ->
                        !folder.startsWith("/usr") && !folder.startsWith("/bin") && !folder.startsWith("/lib"))
                .filter(Files::exists)
                .toList();
    }

    private static void bind(List<String> command, String how, Path path) {
        command.addAll(List.of(how, path.toString(), path.toString()));
    }
}
