package dev.reelroute.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Looks all the time at what can be seen: entry points, which must lead to whole videos from their first moment, and
 * the folders of work, which show which process works on what.
 */
final class Watch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 20;

    /**
     * One claim's folder.
     *
     * @param pid of the worker
     */
    record Sighting(String token, long pid, Instant first, Instant last) {

        /** The task, without the number of the attempt. */
        String task() {
            return token.substring(0, token.lastIndexOf('.'));
        }

        int attempt() {
            return Integer.parseInt(token.substring(token.lastIndexOf('.') + 1));
        }
    }

    private final Path videos;
    private final Path work;
    private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();
    private final Set<Path> whole = new HashSet<>();
    private final Map<String, Instant> partial = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::watch, "watch");
    private boolean closed;
    private long looks;

    Watch(Path bucket, Path work) {
        this.videos = bucket.resolve("videos");
        this.work = work;
        thread.start();
    }

    /** Entry points that led to an object that did not exist, or to a playlist that should have been at its end. */
    List<String> partial() {
        return partial.entrySet().stream()
                .map(each -> each.getKey() + " at " + each.getValue())
                .toList();
    }

    Map<String, Sighting> sightings() {
        return Map.copyOf(sightings);
    }

    /** Folders of work of a process, right now. */
    List<String> tokens(long pid) {
        return list(work.resolve(Long.toString(pid))).stream()
                .map(folder -> folder.getFileName().toString())
                .toList();
    }

    synchronized long looks() {
        return looks;
    }

    private synchronized void watch() {
        try {
            while (!closed) {
                lookAtWork();
                list(videos).forEach(this::lookAtVideo);
                looks++;
                wait(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAtWork() {
        Instant now = Instant.now();
        for (Path process : list(work)) {
            long pid = Long.parseLong(process.getFileName().toString());
            if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                continue;
            }
            for (Path folder : list(process)) {
                String token = folder.getFileName().toString();
                sightings.merge(
                        token,
                        new Sighting(token, pid, now, now),
                        (before, after) -> new Sighting(token, pid, before.first(), now));
            }
        }
    }

    private void lookAtVideo(Path video) {
        if (!look(video, "master.m3u8")) {
            list(video).stream()
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("early-"))
                    .forEach(name -> look(video, name + "/index.m3u8"));
        }
    }

    /** @return whether it is there and will not change any more */
    private boolean look(Path video, String entry) {
        Path file = video.resolve(entry);
        if (whole.contains(file)) {
            return true;
        }
        Playlists playlists = Playlists.read(video, entry);
        // A sweep removes the entry point first; and one that is published now was not there yet when it was read.
        if (!Files.exists(file) || playlists.missing().contains(entry)) {
            return false;
        }
        List<String> faults = new ArrayList<>(playlists.missing());
        if (entry.equals("master.m3u8")) {
            faults.addAll(playlists.growing());
        }
        faults.forEach(
                fault -> partial.putIfAbsent(video.getFileName() + "/" + entry + " led to " + fault, Instant.now()));
        return playlists.missing().isEmpty() && playlists.growing().isEmpty() && whole.add(file);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
