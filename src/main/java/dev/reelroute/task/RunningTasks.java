package dev.reelroute.task;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** What this worker does right now: its claims, their progress, their folders, and how to stop them. */
@Component
public class RunningTasks {

    private static final Logger LOG = LoggerFactory.getLogger(RunningTasks.class);
    /** Log context: the video that a line belongs to. */
    private static final String VIDEO = "video";

    private enum Fate {
        WORKING,
        LOST,
        INTERRUPTED
    }

    private static final class Entry {
        final Claim claim;
        volatile double progress;
        volatile boolean settling;
        volatile Fate fate = Fate.WORKING;
        /** On the clock of {@link System#nanoTime}. */
        volatile long heldUntil;

        private final AtomicLong processorNanos = new AtomicLong();
        private final long begun = System.nanoTime();

        Entry(Claim claim, long heldUntil) {
            this.claim = claim;
            this.heldUntil = heldUntil;
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private final Path workers;
    private final Path folder;
    private final ObjectProvider<FfmpegRunner> runner;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    /** The end of the last work, on the clock of {@link System#nanoTime}. */
    private volatile long idleSince = System.nanoTime();

    RunningTasks(@Value("${reelroute.data}") Path data, ObjectProvider<FfmpegRunner> runner) {
        this.workers = data.resolve("work");
        this.folder = workers.resolve(Long.toString(ProcessHandle.current().pid()));
        this.runner = runner;
    }

    /**
     * Removes folders of work that is over: of processes that are gone, whose tasks other workers have taken or will
     * take; of an earlier process whose PID we have (a reused PID); and of our own work that was left.
     *
     * @param abandoned is told of each claim's token before its folder goes
     */
    void sweepFolders(Consumer<String> abandoned) {
        for (Path process : list(workers)) {
            String name = process.getFileName().toString();
            boolean alive = name.matches("\\d+")
                    && ProcessHandle.of(Long.parseLong(name))
                            .map(ProcessHandle::isAlive)
                            .orElse(false);
            for (Path work : alive && !process.equals(folder) ? List.<Path>of() : list(process)) {
                String token = work.getFileName().toString();
                if (!alive || !entries.containsKey(token)) {
                    abandoned.accept(token);
                    delete(work);
                }
            }
            if (!alive) {
                delete(process);
            }
        }
    }

    /** @param heldUntil the end of the lease, on the clock of {@link System#nanoTime}, no later than the ledger's */
    Work begin(Claim claim, VideoRow video, long heldUntil) {
        entries.put(claim.token(), new Entry(claim, heldUntil));
        MDC.put(VIDEO, claim.video());
        try {
            Work work = new Work(claim, video, folder.resolve(claim.token()));
            PrivateFiles.folder(work.input());
            PrivateFiles.folder(work.output());
            return work;
        } catch (IOException e) {
            end(claim);
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
    }

    /** The claim is about to end: a later renewal would take it for lost. */
    void settle(Claim claim) {
        Entry entry = entries.get(claim.token());
        if (entry != null) {
            entry.settling = true;
        }
    }

    /**
     * The work is over, however it ended: its programs are killed and its folder is removed.
     *
     * @return how long it took
     */
    Duration end(Claim claim) {
        kill(claim.token());
        delete(folder.resolve(claim.token()));
        return leave(claim);
    }

    /**
     * The work is over, and its folder is left for {@link #sweepFolders}; its programs are killed.
     *
     * @return how long it took
     */
    Duration leave(Claim claim) {
        kill(claim.token());
        MDC.remove(VIDEO);
        synchronized (entries) {
            Entry entry = entries.remove(claim.token());
            idleSince = System.nanoTime();
            entries.notifyAll();
            return entry == null ? Duration.ZERO : entry.age();
        }
    }

    /** All claims whose leases are to be renewed. */
    public List<Claim> claims() {
        return entries.values().stream()
                .filter(entry -> !entry.settling)
                .map(entry -> entry.claim)
                .toList();
    }

    /** @param progress from 0 to 1 */
    public void progressed(String token, double progress) {
        Entry entry = entries.get(token);
        if (entry != null) {
            entry.progress = Math.max(entry.progress, Math.min(1, progress));
        }
    }

    /** A program has run for a claim. */
    public void spend(Claim claim, Outcome outcome) {
        Entry entry = entries.get(claim.token());
        if (entry != null) {
            entry.processorNanos.addAndGet(outcome.processor().toNanos());
        }
    }

    /** What a claim has taken so far; nothing when it is over. */
    Spent spent(Claim claim) {
        Entry entry = entries.get(claim.token());
        return entry == null
                ? new Spent(0, 0)
                : new Spent(entry.processorNanos.get() / 1e9, entry.age().toNanos() / 1e9);
    }

    /**
     * What was spent on a piece of work.
     *
     * @param processorSeconds of the programs that have ended
     * @param workerSeconds that a worker was at it
     */
    record Spent(double processorSeconds, double workerSeconds) {}

    double progress(Claim claim) {
        Entry entry = entries.get(claim.token());
        return entry == null ? 0 : entry.progress;
    }

    /** @param until as in {@link #begin} */
    void hold(Claim claim, long until) {
        Entry entry = entries.get(claim.token());
        if (entry != null) {
            entry.heldUntil = until;
        }
    }

    /** Whether the lease may be over. */
    boolean isOverdue(Claim claim) {
        Entry entry = entries.get(claim.token());
        return entry == null || System.nanoTime() - entry.heldUntil > 0;
    }

    void lose(Claim claim) {
        stop(entries.get(claim.token()), Fate.LOST);
    }

    /** The worker stops: nothing new begins; running work is interrupted and handed back. */
    public void interruptAll() {
        stopping = true;
        entries.values().forEach(entry -> stop(entry, Fate.INTERRUPTED));
    }

    /** Nothing new begins any more. */
    public void beginNoMore() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    public boolean isRunning(String token) {
        return entries.containsKey(token);
    }

    public boolean isIdle() {
        return entries.isEmpty();
    }

    /** For how long nothing has run; zero: something runs. */
    public Duration idleFor() {
        synchronized (entries) {
            return isIdle() ? Duration.ofNanos(System.nanoTime() - idleSince) : Duration.ZERO;
        }
    }

    /** Waits until nothing runs any more, and returns whether that happened in time. */
    boolean awaitIdle(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (entries) {
            while (!entries.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    entries.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    /** Passes while the claim is ours and the worker goes on; to be called before anything is made known. */
    public void check(Claim claim) {
        Entry entry = entries.get(claim.token());
        if (entry == null || entry.fate == Fate.LOST) {
            throw new ClaimLost(claim);
        }
        if (entry.fate == Fate.INTERRUPTED) {
            throw new WorkInterrupted(claim);
        }
    }

    /** How much of the disk the work of this machine holds, in bytes: each source once, whatever links to it. */
    long bytes() {
        Map<Object, Long> sizes = new HashMap<>();
        try {
            Files.walkFileTree(workers, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes known) {
                    sizes.put(Objects.requireNonNullElse(known.fileKey(), file), known.size());
                    return FileVisitResult.CONTINUE;
                }

                /** Work that ends removes its files. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.debug("What work holds was not counted to the end", e);
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void stop(@Nullable Entry entry, Fate fate) {
        if (entry != null) {
            entry.fate = fate;
            kill(entry.claim.token());
        }
    }

    private void kill(String token) {
        try {
            runner.getObject().kill(token);
        } catch (BeansException e) {
            // Without FFmpeg nothing was run; the work has already ended with that cause.
            LOG.debug("Nothing to kill for {}", token, e);
        }
    }

    private static void delete(Path path) {
        try {
            FileSystemUtils.deleteRecursively(path);
        } catch (IOException e) {
            // Another process may have been faster; the next round removes the rest.
            LOG.debug("{} could not be removed: {}", path, e.toString());
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
