package dev.reelroute.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.chaos.Client.Acknowledged;
import dev.reelroute.chaos.Client.Promise;
import dev.reelroute.chaos.Watch.Sighting;
import dev.reelroute.media.Programs;
import dev.reelroute.media.Programs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Compares what was promised with what happened. It sees the client's log, the final ledger, the bucket, the receiver
 * of webhooks, and what the {@link Watch} saw meanwhile, but nothing of the product's code.
 */
final class Checker {

    // The promises.
    static final String ENDED = "every acknowledged upload reached exactly one terminal state";
    static final String ONCE = "published once, and told";
    static final String VISIBLE = "no partial playlist was ever visible";
    static final String WHOLE = "what is published is whole";
    static final String AGAIN = "only interrupted work is begun again";
    static final String COST = "a kill costs one chunk, begun again within the lease and ten seconds (p95)";
    static final String OUTLIVES = "nothing outlives the worker that started it";
    static final String LEFT = "nothing is left behind";

    private static final Pattern ATTEMPT = Pattern.compile(".*/\\d+-(\\d+)\\.m4s");
    /** Objects of a published video that no HLS playlist names. */
    private static final Pattern BESIDE =
            Pattern.compile("manifest\\.mpd|video\\.mp4|poster\\.jpg|storyboard.*|chapters.*");

    /** With at least this many values, the 95th percentile means something. */
    private static final int ENOUGH = 20;

    private final Cluster cluster;
    private final List<Promise> promises;
    private final List<JsonNode> news;
    private final Watch watch;
    private final List<Fault> faults;
    private final Map<String, VideoRow> videos = new LinkedHashMap<>();
    private final Map<String, TaskRow> tasks = new LinkedHashMap<>();
    private final Map<String, List<String>> verdicts = new TreeMap<>();

    /**
     * Something that was done to the system, and what work it hit.
     *
     * @param begin when it began
     * @param end when its effect on running work was over
     * @param pid of the process that it hit; null when it may have hit all
     * @param tokens claims that the process held then
     */
    record Fault(
            String kind,
            Instant begin,
            Instant end,
            @Nullable Long pid,
            List<String> tokens) {}

    /** A row of the final ledger. */
    record VideoRow(
            String id,
            String status,
            String filename,
            @Nullable String errorCode,
            @Nullable String early,
            boolean sweepDue) {

        /** Whether an object belongs to the stream that was shown before the video was ready, which stays for a while. */
        boolean isShownEarly(String key) {
            return early != null && key.startsWith(early.substring(0, early.indexOf('/') + 1));
        }
    }

    /** A row of the final ledger. */
    record TaskRow(
            String id,
            String video,
            String kind,
            String state,
            int attempt,
            @Nullable Instant startedAt,
            @Nullable String result) {}

    Checker(Cluster cluster, List<Promise> promises, List<JsonNode> news, Watch watch, List<Fault> faults) {
        this.cluster = cluster;
        this.promises = promises;
        this.news = news;
        this.watch = watch;
        this.faults = faults;
    }

    /** Reads the ledger and gives each promise's faults; empty lists for promises that were kept. */
    Map<String, List<String>> check() throws SQLException, IOException {
        read();
        everyUploadEndedOnce();
        readyIsWhole();
        publishedOnce();
        verdict(VISIBLE).addAll(watch.partial());
        verdict(LEFT).addAll(orphans());
        nothingIsDoneTwice();
        killsCostLittle();
        return verdicts;
    }

    /** Whether all work has ended, was reported and swept, so that waiting longer would change nothing. */
    boolean hasCalmedDown() throws SQLException, IOException {
        read();
        everyUploadEndedOnce();
        publishedOnce();
        return verdicts.values().stream().allMatch(List::isEmpty) && orphans().isEmpty();
    }

    int videos(String status) {
        return (int) videos.values().stream()
                .filter(video -> video.status().equals(status))
                .count();
    }

    /**
     * What faults of a kind cost.
     *
     * @param faults how many there were
     * @param interrupting how many of them hit running work
     * @param claims how many claims those hit
     * @param mostChunks the most video chunks that one of them hit
     * @param recoveries from the beginning of each such fault to the next attempt; none for work that was not needed
     *     any more
     */
    record Cost(int faults, int interrupting, int claims, long mostChunks, List<Duration> recoveries) {

        Map<String, Object> toRecord() {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("faults", faults);
            record.put("interrupting", interrupting);
            record.put("claims", claims);
            record.put("mostChunksByOne", mostChunks);
            record.put("begunAgain", recoveries.size());
            if (!recoveries.isEmpty()) {
                record.put("p50", seconds(0.5));
                record.put("p95", seconds(0.95));
                record.put("most", seconds(1));
            }
            return record;
        }

        double seconds(double quantile) {
            int place = (int) Math.min(recoveries.size() - 1L, (long) (recoveries.size() * quantile));
            return recoveries.get(place).toMillis() / 1000.0;
        }
    }

    Cost cost(String kind) {
        List<Fault> some =
                faults.stream().filter(fault -> fault.kind().equals(kind)).toList();
        List<Fault> hits =
                some.stream().filter(fault -> !fault.tokens().isEmpty()).toList();
        List<Duration> recoveries = new ArrayList<>();
        for (Fault fault : hits) {
            fault.tokens()
                    .forEach(token -> begunAgain(token)
                            .ifPresent(again -> recoveries.add(Duration.between(fault.begin(), again))));
        }
        return new Cost(
                some.size(),
                hits.size(),
                hits.stream().mapToInt(fault -> fault.tokens().size()).sum(),
                hits.stream().mapToLong(Checker::chunks).max().orElse(0),
                recoveries.stream().sorted().toList());
    }

    private static long chunks(Fault fault) {
        return fault.tokens().stream()
                .filter(token -> token.contains(".video."))
                .count();
    }

    private Optional<Instant> begunAgain(String token) {
        String task = token.substring(0, token.lastIndexOf('.'));
        int next = Integer.parseInt(token.substring(token.lastIndexOf('.') + 1)) + 1;
        Sighting again = watch.sightings().get(task + "." + next);
        if (again != null) {
            return Optional.of(again.first());
        }
        TaskRow row = tasks.get(task);
        return row == null || row.attempt() < next ? Optional.empty() : Optional.ofNullable(row.startedAt());
    }

    /** What should not exist any more when all work has ended and one sweep has run. */
    List<String> orphans() throws IOException, SQLException {
        if (videos.isEmpty()) {
            read();
        }
        List<String> orphans = new ArrayList<>(processes());
        for (Path video : list(cluster.bucket().resolve("videos"))) {
            String id = video.getFileName().toString();
            VideoRow row = videos.get(id);
            Set<String> keys = keys(video);
            if (row != null && row.status().equals("READY")) {
                Playlists.read(video, "master.m3u8").named().forEach(keys::remove);
                keys.removeIf(key -> BESIDE.matcher(key).matches() || row.isShownEarly(key));
            }
            if (row == null || !row.status().equals("FAILED")) {
                keys.forEach(key -> orphans.add("object " + id + "/" + key + " of a video that is "
                        + (row == null ? "unknown" : row.status())));
            }
        }
        try (S3Client s3 = cluster.s3()) {
            s3.listMultipartUploads(list -> list.bucket(Cluster.BUCKET))
                    .uploads()
                    .forEach(upload -> orphans.add("multipart upload of " + upload.key()));
        }
        for (Path process : list(cluster.work())) {
            long pid = Long.parseLong(process.getFileName().toString());
            if (ProcessHandle.of(pid).isEmpty()) {
                orphans.add("folder of work of process " + pid + ", which is gone");
            }
            list(process).forEach(folder -> orphans.add("folder of work " + folder.getFileName()));
        }
        list(cluster.data().resolve("cache")).stream()
                .filter(file -> file.getFileName().toString().startsWith("partial-"))
                .forEach(file -> orphans.add("half a source " + file.getFileName()));
        return orphans;
    }

    /** FFmpeg that runs for this cluster; all work has ended when this is asked. */
    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(cluster.work().toString()))
                        .isPresent())
                .map(process -> "process " + process.pid() + ": "
                        + process.info().command().orElse("?"))
                .toList();
    }

    private void everyUploadEndedOnce() {
        List<String> lost = verdict(ENDED);
        Map<String, List<VideoRow>> byName =
                videos.values().stream().collect(Collectors.groupingBy(VideoRow::filename));
        for (Promise promise : promises) {
            List<VideoRow> rows = byName.getOrDefault(promise.job().filename(), List.of());
            if (rows.size() != 1) {
                lost.add(
                        promise.what() + " " + promise.job().filename() + " became " + rows.size() + " videos " + rows);
                continue;
            }
            VideoRow row = rows.get(0);
            String about = promise.what() + " " + row;
            switch (promise.what()) {
                case REGISTERED -> {
                    if (!row.id().equals(promise.video())) {
                        lost.add(about + " is not " + promise.video());
                    }
                }
                case COMPLETED, STORED -> {
                    Set<String> allowed = allowed(promise);
                    if (!allowed.contains(row.status())) {
                        lost.add(about + " ought to be " + allowed);
                    }
                }
                case CANCELLED -> {
                    if (!row.status().equals("CANCELLED")) {
                        lost.add(about + " ought to be CANCELLED");
                    }
                }
                case CANCEL_UNKNOWN -> {
                    if (!Client.isTerminal(row.status())) {
                        lost.add(about + " has not ended");
                    }
                }
            }
        }
        for (TaskRow task : tasks.values()) {
            VideoRow video = videos.get(task.video());
            if (video != null
                    && Client.isTerminal(video.status())
                    && !List.of("DONE", "FAILED", "CANCELLED").contains(task.state())) {
                lost.add(task.id() + " is " + task.state() + " though its video is " + video.status());
            }
        }
    }

    private Set<String> allowed(Promise completed) {
        Set<Acknowledged> cancels = promises.stream()
                .filter(promise -> promise.job().equals(completed.job()))
                .map(Promise::what)
                .collect(Collectors.toSet());
        String end = completed.job().frames() == 0 ? "FAILED" : "READY";
        if (cancels.contains(Acknowledged.CANCELLED)) {
            return Set.of("CANCELLED");
        }
        return cancels.contains(Acknowledged.CANCEL_UNKNOWN) ? Set.of(end, "CANCELLED") : Set.of(end);
    }

    private void readyIsWhole() {
        List<String> broken = verdict(WHOLE);
        Map<String, Job> jobs = promises.stream()
                .map(Promise::job)
                .collect(Collectors.toMap(Job::filename, job -> job, (one, same) -> one));
        for (VideoRow video : videos.values()) {
            Job job = jobs.get(video.filename());
            if (!video.status().equals("READY") || job == null) {
                continue;
            }
            Path folder = cluster.bucket().resolve("videos").resolve(video.id());
            Playlists playlists = Playlists.read(folder, "master.m3u8");
            playlists.missing().forEach(key -> broken.add(video.id() + " lacks " + key));
            playlists.growing().forEach(key -> broken.add(video.id() + " has no end in " + key));
            Set<Integer> attempts = attempts(playlists.named());
            tasks.values().stream()
                    .filter(task ->
                            task.video().equals(video.id()) && task.kind().startsWith("ENCODE_"))
                    .filter(task -> !attempts.contains(task.attempt()))
                    .forEach(task -> broken.add(
                            task.id() + " won with attempt " + task.attempt() + ", published are " + attempts));
            if (playlists.isWhole()) {
                decode(folder.resolve("video.mp4"), job.frames(), broken);
                decode(folder.resolve("master.m3u8"), job.frames(), broken);
            }
        }
    }

    private static Set<Integer> attempts(Set<String> keys) {
        return keys.stream()
                .map(ATTEMPT::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void decode(Path file, long frames, List<String> broken) {
        Result result = Programs.ffprobe(List.of(
                "-count_frames",
                "-select_streams",
                "v:0",
                "-show_entries",
                "stream=nb_read_frames",
                "-of",
                "default=nk=1:nw=1",
                file.toString()));
        String counted = result.stdout()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("none");
        if (!counted.equals(Long.toString(frames)) || !result.stderr().isEmpty()) {
            broken.add(file + " has " + counted + " of " + frames + " frames: " + result.stderr());
        }
    }

    private void publishedOnce() {
        List<String> twice = verdict(ONCE);
        Map<String, Set<String>> told = new HashMap<>();
        for (JsonNode call : news) {
            String type = call.path("type").asText();
            if (Client.isTerminal(type.substring(type.indexOf('.') + 1).toUpperCase(Locale.ROOT))) {
                told.computeIfAbsent(call.at("/data/id").asText(), id -> new TreeSet<>())
                        .add(type + " " + call.path("webhook-id").asText());
            }
        }
        for (VideoRow video : videos.values()) {
            Set<String> ends = told.getOrDefault(video.id(), Set.of());
            String type = "video." + video.status().toLowerCase(Locale.ROOT);
            if (Client.isTerminal(video.status())
                    && (ends.size() != 1 || !ends.iterator().next().startsWith(type))) {
                twice.add(video + " was told as " + ends);
            }
        }
    }

    /** Work of a ready video is started again only when something interrupted its earlier attempt. */
    private void nothingIsDoneTwice() {
        List<String> twice = verdict(AGAIN);
        Map<String, Sighting> sightings = watch.sightings();
        for (TaskRow task : tasks.values()) {
            for (int attempt = 1; attempt < task.attempt(); attempt++) {
                Sighting sighting = sightings.get(task.id() + "." + attempt);
                if (sighting != null && faults.stream().noneMatch(fault -> explains(fault, sighting))) {
                    twice.add(task.id() + " was begun again after attempt " + attempt + ", which nothing interrupted: "
                            + sighting);
                }
            }
        }
    }

    private void killsCostLittle() {
        List<String> dear = verdict(COST);
        Cost kills = cost("KILL_WORKER");
        if (kills.mostChunks() > 1) {
            dear.add("One kill hit " + kills.mostChunks() + " chunks");
        }
        if (kills.recoveries().size() >= ENOUGH && kills.seconds(0.95) > Cluster.LEASE + 10) {
            dear.add("p95 is " + kills.seconds(0.95) + " s");
        }
    }

    private static boolean explains(Fault fault, Sighting sighting) {
        boolean itsProcess = fault.pid() == null || fault.pid() == sighting.pid();
        return itsProcess
                && !sighting.last().isBefore(fault.begin().minusSeconds(1))
                && !sighting.first().isAfter(fault.end());
    }

    private List<String> verdict(String promise) {
        return verdicts.computeIfAbsent(promise, name -> new ArrayList<>());
    }

    private void read() throws SQLException, IOException {
        videos.clear();
        tasks.clear();
        try (Connection connection = cluster.ledgerConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT id, status, filename, error_code, early, sweep_due FROM video ORDER BY id")) {
                while (rows.next()) {
                    VideoRow video = new VideoRow(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getBoolean(6));
                    videos.put(video.id(), video);
                }
            }
            try (ResultSet rows = statement.executeQuery(
                    "SELECT id, video_id, kind, state, attempt, started_at, result FROM task ORDER BY id")) {
                while (rows.next()) {
                    OffsetDateTime started = rows.getObject(6, OffsetDateTime.class);
                    TaskRow task = new TaskRow(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getInt(5),
                            started == null ? null : started.toInstant(),
                            rows.getString(7));
                    tasks.put(task.id(), task);
                }
            }
        }
    }

    private static Set<String> keys(Path video) throws IOException {
        try (Stream<Path> files = Files.walk(video)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> video.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (NoSuchFileException e) {
            return new TreeSet<>();
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
