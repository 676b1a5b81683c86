package dev.reelroute.ffmpeg;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Outcome.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ffprobe and ffmpeg in their sandbox and ends them in time. A run belongs to an owner: the owner's name is used
 * to listen to its progress, and to end it from any thread.
 */
public final class FfmpegRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FfmpegRunner.class);

    private static final List<String> PROBE_FLAGS = List.of("-hide_banner", "-v", "level+warning");
    private static final List<String> FFMPEG_FLAGS = List.of(
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-progress",
            "pipe:1",
            "-stats_period",
            "0.5",
            "-v",
            "level+warning");
    /** What ffprobe prints about a file takes kilobytes; a larger output is an attack. */
    private static final int MOST_STDOUT = 64 << 20;

    private static final int LAST_LINES = 40;
    /** FFmpeg gets this long to obey SIGTERM. */
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** After the end of the program nothing holds its pipes, so this time is only for the scheduler. */
    private static final long READERS_SECONDS = 10;

    private final Toolchain toolchain;
    private final Sandbox sandbox;
    private final Map<String, List<ProgressListener>> listeners = new ConcurrentHashMap<>();
    private final Set<Run> runs = ConcurrentHashMap.newKeySet();

    public FfmpegRunner(Toolchain toolchain, Sandbox sandbox) {
        this.toolchain = toolchain;
        this.sandbox = sandbox;
    }

    /**
     * Runs to the end, on the caller's thread. An interrupt kills the run and stays pending.
     *
     * @throws Setback {@link FailureCode#FFMPEG_MISSING} when it cannot be started
     * @throws Refused {@link FailureCode#OUTPUT_LIMIT_EXCEEDED} when ffprobe prints more than 64 MiB
     */
    public Outcome run(Invocation invocation) {
        try {
            return runGuarded(invocation);
        } finally {
            listeners.getOrDefault(invocation.owner(), List.of()).forEach(ProgressListener::ended);
        }
    }

    private Outcome runGuarded(Invocation invocation) {
        List<String> command = new ArrayList<>();
        command.add(toolchain.program(invocation.program()).toString());
        command.addAll(invocation.program() == Program.FFPROBE ? PROBE_FLAGS : FFMPEG_FLAGS);
        command.addAll(invocation.arguments());
        LOG.debug("{} runs {}", invocation.owner(), command);
        Guard guard;
        try {
            guard = Guard.start(
                    sandbox.wrap(command, invocation.workDirectory(), invocation.inputs(), invocation.limits()),
                    toolchain.environment(),
                    invocation.workDirectory(),
                    invocation.limits().niceness());
        } catch (IOException e) {
            throw new Setback(FailureCode.FFMPEG_MISSING, e.getMessage(), e);
        }
        Run run = new Run(invocation, guard);
        runs.add(run);
        try {
            return run.await();
        } finally {
            runs.remove(run);
            guard.kill();
        }
    }

    /**
     * Lets {@code listener} hear the progress of all runs of {@code owner} until the answer is closed.
     */
    public Subscription listen(String owner, ProgressListener listener) {
        listeners.computeIfAbsent(owner, any -> new CopyOnWriteArrayList<>()).add(listener);
        return () -> listeners.computeIfPresent(owner, (any, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    /** Kills all runs of an owner and ends its listeners; returns at once. Runs that start later are not affected. */
    public void kill(String owner) {
        List<ProgressListener> all = listeners.remove(owner);
        if (all != null) {
            all.forEach(ProgressListener::ended);
        }
        runs.stream().filter(run -> run.invocation.owner().equals(owner)).forEach(run -> run.end(Ending.KILLED));
    }

    /** Kills all runs; returns at once. */
    public void killAll() {
        runs.forEach(run -> run.end(Ending.KILLED));
    }

    /** How many runs there are at this moment. */
    public int running() {
        return runs.size();
    }

    /** One line for the console and for health, such as {@code FFmpeg 8.1.2 (bundled with Maven), sandbox bwrap}. */
    public String describe() {
        return toolchain.describe() + ", " + sandbox.describe();
    }

    @Override
    public void close() {
        killAll();
    }

    /** Ends when closed. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {

        @Override
        void close();
    }

    private final class Run {

        private final Invocation invocation;
        private final Guard guard;
        private final long start = System.nanoTime();
        private final AtomicReference<@Nullable Ending> forced = new AtomicReference<>();
        private final Deque<String> lastLines = new ArrayDeque<>();
        private final ProcessorTimes times = new ProcessorTimes();
        private volatile boolean damaged;
        private byte[] stdout = {};

        Run(Invocation invocation, Guard guard) {
            this.invocation = invocation;
            this.guard = guard;
        }

        void end(Ending ending) {
            forced.compareAndSet(null, ending);
            guard.kill();
        }

        Outcome await() {
            Process process = guard.process();
            List<Thread> readers = List.of(
                    reader("stdout", process.getInputStream(), this::readStdout),
                    reader("stderr", process.getErrorStream(), stream -> Lines.read(stream, this::keep)));
            try {
                if (!process.waitFor(invocation.limits().wallClock().toNanos(), TimeUnit.NANOSECONDS)) {
                    forced.compareAndSet(null, Ending.TIMED_OUT);
                    guard.terminate();
                    if (!process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                        guard.kill();
                    }
                }
            } catch (InterruptedException e) {
                end(Ending.KILLED);
                Thread.currentThread().interrupt();
            }
            guard.closePipe();
            guard.awaitEnd();
            joinAll(readers);
            if (stdout.length > MOST_STDOUT) {
                throw new Refused(FailureCode.OUTPUT_LIMIT_EXCEEDED, "ffprobe printed more than 64 MiB.");
            }
            Ending ending = forced.get();
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            Outcome outcome = new Outcome(
                    invocation.purpose(),
                    process.isAlive() ? 128 + 9 : process.exitValue(),
                    new String(stdout, StandardCharsets.UTF_8),
                    copyOfLastLines(),
                    damaged,
                    wall,
                    processorTime(wall),
                    ending == null ? Ending.EXITED : ending);
            LOG.debug(
                    "{}, {}: {} with {} after {}, {} of a processor",
                    invocation.owner(),
                    outcome.purpose(),
                    outcome.ending(),
                    outcome.exitCode(),
                    outcome.wall(),
                    outcome.processor());
            return outcome;
        }

        private void readStdout(InputStream stream) throws IOException {
            if (invocation.program() == Program.FFMPEG) {
                Lines.read(stream, new ProgressParser(this::progressed));
                return;
            }
            stdout = stream.readNBytes(MOST_STDOUT + 1);
            if (stdout.length > MOST_STDOUT) {
                guard.kill();
            }
        }

        private void progressed(Progress progress) {
            for (ProgressListener listener : listeners.getOrDefault(invocation.owner(), List.of())) {
                try {
                    listener.progressed(progress);
                } catch (RuntimeException e) {
                    // A listener must not stop the reading: FFmpeg would block on a full pipe.
                    LOG.warn("A progress listener of {} failed", invocation.owner(), e);
                }
            }
        }

        private void keep(String line) {
            damaged |= Diagnosis.tellsOfDamage(line);
            synchronized (lastLines) {
                if (times.take(line)) {
                    return;
                }
                if (lastLines.size() == LAST_LINES) {
                    lastLines.removeFirst();
                }
                lastLines.addLast(withoutFolders(line));
            }
        }

        private Duration processorTime(Duration wall) {
            synchronized (lastLines) {
                return times.within(wall);
            }
        }

        private List<String> copyOfLastLines() {
            synchronized (lastLines) {
                return List.copyOf(lastLines);
            }
        }

        /** These lines are shown to users, who must not see the names of our folders. */
        private String withoutFolders(String line) {
            String shown = line.replace(invocation.workDirectory() + "/", "");
            for (Path input : invocation.inputs()) {
                Path parent = input.getParent();
                shown = parent == null ? shown : shown.replace(parent + "/", "");
            }
            return shown;
        }

        private Thread reader(String name, InputStream stream, Reading reading) {
            Thread thread = new Thread(
                    () -> {
                        try (stream) {
                            reading.read(stream);
                        } catch (IOException e) {
                            LOG.debug("The {} of {} broke off", name, invocation.owner(), e);
                        }
                    },
                    "ffmpeg-" + name + "-" + invocation.owner());
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private static void joinAll(List<Thread> threads) {
            boolean interrupted = Thread.interrupted();
            for (Thread thread : threads) {
                try {
                    thread.join(TimeUnit.SECONDS.toMillis(READERS_SECONDS));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @FunctionalInterface
    private interface Reading {
        void read(InputStream stream) throws IOException;
    }
}
