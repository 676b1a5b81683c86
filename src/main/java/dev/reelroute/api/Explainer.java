package dev.reelroute.api;

import dev.reelroute.api.VideoDiagnosis.Task;
import dev.reelroute.api.VideoDiagnosis.Wait;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Statements.Ahead;
import dev.reelroute.ledger.Statements.TaskStory;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.Statements.WorkerRow;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.task.Attendance;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says in words why a video is not ready: from what the ledger has of its work, and of the workers. A function of these
 * values.
 *
 * @param ahead by lane, what comes before the video's due work there
 * @param workers all that were there lately
 * @param goneAfter seconds of silence after which a worker counts as gone
 * @param maxAttempts setbacks at which work has failed for good
 * @param toOperator whether workers' names may be told
 */
record Explainer(
        VideoRow video,
        List<TaskStory> stories,
        Map<Lane, Ahead> ahead,
        List<WorkerRow> workers,
        int goneAfter,
        int maxAttempts,
        boolean toOperator) {

    private static final Set<String> OUTAGES = Set.of(
            FailureCode.DISK_FULL.name(),
            FailureCode.WAITS_FOR_ROOM.name(),
            FailureCode.STORE_UNAVAILABLE.name(),
            FailureCode.QUEUE_UNAVAILABLE.name(),
            FailureCode.LEDGER_UNAVAILABLE.name());

    /** What a sentence of a task is about. */
    private record Words(
            @Nullable Wait waitsFor,
            String reason,
            @Nullable Instant since,
            @Nullable Instant until,
            String next,
            @Nullable String advice) {}

    VideoDiagnosis explain(Instant now) {
        List<Task> tasks = stories.stream().map(story -> task(story, now)).toList();
        Words words = words(tasks);
        return new VideoDiagnosis(
                video.id(),
                video.status(),
                now,
                words.reason(),
                words.since(),
                words.until(),
                words.next(),
                words.advice(),
                tasks);
    }

    /** Whether a worker was heard of lately. */
    static boolean isPresent(WorkerRow worker, int goneAfter) {
        return worker.silent() <= goneAfter;
    }

    // --- the video

    private Words words(List<Task> tasks) {
        return switch (video.status()) {
            case AWAITING_UPLOAD ->
                new Words(
                        Wait.UPLOAD,
                        "Its file, or a part of it, has not arrived yet.",
                        video.createdAt(),
                        video.expiresAt(),
                        "Work begins as soon as the file is complete. If it is not complete in time, the video fails.",
                        "Send the rest of the file. If all of it is there, call upload-complete.");
            case FAILED ->
                new Words(
                        null,
                        video.errorMessage() == null ? "It failed." : video.errorMessage(),
                        video.updatedAt(),
                        null,
                        "Nothing more happens by itself.",
                        Objects.requireNonNull(Remedy.of(video)).advice());
            case CANCELLED ->
                new Words(
                        null,
                        "It was cancelled.",
                        video.updatedAt(),
                        null,
                        "Nothing more happens by itself.",
                        Remedy.of(video) == Remedy.RETRY
                                ? "Retry it if it is wanted after all."
                                : Remedy.REGISTER_AGAIN.advice());
            case READY ->
                new Words(
                        null,
                        "It is ready.",
                        video.readyAt(),
                        null,
                        tasks.stream()
                                        .anyMatch(task ->
                                                task.state() == TaskState.QUEUED || task.state() == TaskState.RUNNING)
                                ? "It is published once more, with what was changed."
                                : "Nothing more has to be done.",
                        null);
            case QUEUED, PROCESSING -> atWork(tasks);
        };
    }

    /** What is under way counts first; when nothing is, what could be begun; else what waits. */
    private Words atWork(List<Task> tasks) {
        List<Task> open = tasks.stream()
                .filter(task -> isOpen(task.state()) && task.kind() != TaskKind.EARLY)
                .toList();
        List<Task> running =
                open.stream().filter(task -> task.state() == TaskState.RUNNING).toList();
        long done =
                tasks.stream().filter(task -> task.state() == TaskState.DONE).count();
        if (!running.isEmpty()) {
            return new Words(
                    null,
                    "It is being worked on: " + count(running.size(), "piece is", "pieces are") + " under way, " + done
                            + " of " + tasks.size() + " are done.",
                    running.get(0).startedAt(),
                    null,
                    open.size() == running.size()
                            ? "It is ready when these are done."
                            : "The other pieces follow, and then it is published.",
                    running.get(0).advice());
        }
        Optional<Task> stuck = open.stream()
                .filter(task -> task.state() == TaskState.QUEUED)
                .min(Comparator.comparing(
                        (Task task) -> task.waitsFor() == Wait.PLACE || task.waitsFor() == Wait.WORKER ? 0 : 1));
        return stuck.map(task -> new Words(
                        task.waitsFor(),
                        task.name() + ": " + task.reason(),
                        task.since(),
                        task.until(),
                        task.next(),
                        task.advice()))
                .orElseGet(() -> new Words(
                        Wait.OTHER_TASKS,
                        "Its next piece of work is about to be queued.",
                        video.updatedAt(),
                        null,
                        "It is queued within seconds.",
                        null));
    }

    private static boolean isOpen(TaskState state) {
        return state == TaskState.WAITING || state == TaskState.QUEUED || state == TaskState.RUNNING;
    }

    // --- its work

    private Task task(TaskStory story, Instant now) {
        Words words = words(story, now);
        boolean inLine = story.state() == TaskState.QUEUED
                && (words.waitsFor() == Wait.PLACE || words.waitsFor() == Wait.WORKER);
        String worker = story.worker() == null ? "" : Attendance.workerOf(story.worker());
        return new Task(
                story.kind(),
                story.ordinal(),
                name(story.kind(), story.ordinal()),
                story.lane(),
                story.state(),
                story.attempt(),
                story.failures(),
                toOperator && !worker.isEmpty() ? worker : null,
                story.state() == TaskState.DONE ? 1 : story.progress(),
                words.waitsFor(),
                inLine ? Long.valueOf(before(story)) : null,
                words.reason(),
                words.since(),
                words.until(),
                words.next(),
                words.advice(),
                story.errorCode() == null || story.errorMessage() == null || story.state() == TaskState.DONE
                        ? null
                        : new VideoView.Problem(story.errorCode(), story.errorMessage(), story.errorDetail()),
                story.startedAt(),
                story.finishedAt());
    }

    private Words words(TaskStory story, Instant now) {
        return switch (story.state()) {
            case DONE -> new Words(null, "Done.", story.finishedAt(), null, "Nothing more has to be done.", null);
            case CANCELLED ->
                new Words(null, "Not needed any more.", story.finishedAt(), null, "Nothing more happens to it.", null);
            case FAILED ->
                new Words(
                        null,
                        story.errorMessage() == null ? "It failed for good." : story.errorMessage(),
                        story.finishedAt(),
                        null,
                        "Nothing more happens by itself.",
                        Remedy.of(story.errorCode()).advice());
            case WAITING -> waiting(story);
            case RUNNING -> running(story, now);
            case QUEUED -> story.notBefore().isAfter(now) ? paused(story) : due(story);
        };
    }

    private Words waiting(TaskStory story) {
        long open = stories.stream()
                .filter(other -> isOpen(other.state()) && other.kind() != TaskKind.EARLY && !other.equals(story))
                .count();
        return new Words(
                Wait.OTHER_TASKS,
                "Waits for " + count(open, "other piece", "other pieces") + " of this video.",
                null,
                null,
                "It is queued when they are done.",
                null);
    }

    private Words running(TaskStory story, Instant now) {
        boolean silent = story.leaseUntil() != null && story.leaseUntil().isBefore(now);
        return silent
                ? new Words(
                        Wait.WORKER,
                        "Its worker has gone silent.",
                        story.startedAt(),
                        null,
                        "It goes back to its queue within seconds, and another worker takes it.",
                        "If this happens again, find out what stops the worker; memory, perhaps.")
                : new Words(
                        null,
                        "A worker is working on it, attempt " + story.attempt() + ".",
                        story.startedAt(),
                        story.leaseUntil(),
                        "Its worker renews its claim every second. If it stops doing so, another worker takes over. An"
                                + " FFmpeg that takes far too long is ended.",
                        null);
    }

    private Words paused(TaskStory story) {
        String code = story.errorCode() == null ? "" : story.errorCode();
        String message = story.errorMessage() == null ? "The last attempt did not succeed." : story.errorMessage();
        if (code.equals(FailureCode.HELD_BY_STEP.name())) {
            return new Words(
                    Wait.STEP,
                    message,
                    story.startedAt(),
                    story.notBefore(),
                    "The step that holds it back is asked again.",
                    "Let that step decide.");
        }
        if (OUTAGES.contains(code)) {
            return new Words(
                    Wait.OUTAGE,
                    message,
                    story.startedAt(),
                    story.notBefore(),
                    "It is tried again for as long as it takes; this does not use up its attempts.",
                    code.equals(FailureCode.DISK_FULL.name()) || code.equals(FailureCode.WAITS_FOR_ROOM.name())
                            ? "Make room on the worker's disk, or lower store.cache-size."
                            : "Bring that server back. Nothing has to be done here.");
        }
        int left = maxAttempts - story.failures();
        return new Words(
                Wait.PAUSE,
                "It was set back: " + message,
                story.startedAt(),
                story.notBefore(),
                "It is tried again; after " + count(left, "more setback", "more setbacks") + " it fails for good.",
                null);
    }

    private Words due(TaskStory story) {
        String lane = story.lane().name().toLowerCase(Locale.ROOT);
        List<WorkerRow> present =
                workers.stream().filter(worker -> isPresent(worker, goneAfter)).toList();
        int places = present.stream()
                .mapToInt(worker -> Attendance.placesOf(worker.places(), story.lane()))
                .sum();
        if (places == 0) {
            return new Words(
                    Wait.WORKER,
                    present.isEmpty()
                            ? "No worker is running."
                            : "Workers are running, but none takes work from the " + lane + " lane.",
                    story.notBefore(),
                    null,
                    "It is begun as soon as there is one.",
                    present.isEmpty()
                            ? "Start a worker. If you have started one, check that it reaches the ledger and the queue."
                            : "Give a worker places there: set queue.lanes." + lane + ".consumers.");
        }
        long before = before(story);
        String again = story.attempt() == 0
                ? ""
                : story.errorMessage() != null
                        ? " Its last attempt was set back: " + story.errorMessage()
                        : " It was begun before, but its worker stopped or was lost.";
        return new Words(
                Wait.PLACE,
                (before == 0
                                ? "It is next in the " + lane + " lane."
                                : "In the " + lane + " lane about " + count(before, "piece", "pieces") + " of work come"
                                        + (before == 1 ? "s" : "") + " before it.")
                        + again,
                story.notBefore(),
                null,
                places == 1
                        ? "It is begun when the only place is free."
                        : "It is begun when one of " + places + " places is free.",
                before > 100L * places ? "Add workers, or give this video a higher priority." : null);
    }

    /** About how many pieces of work come before it in its lane. */
    private long before(TaskStory story) {
        Ahead work = ahead.get(story.lane());
        return work == null ? 0 : work.pieces();
    }

    private static String count(long number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    /** For people. */
    static String name(TaskKind kind, int ordinal) {
        return switch (kind) {
            case INSPECT -> "Inspection";
            case EARLY -> "Early stream";
            case ENCODE_VIDEO -> "Video, piece " + (ordinal + 1);
            case ENCODE_AUDIO -> "Audio, track " + (ordinal + 1);
            case STILLS -> "Poster";
            case SUBTITLES -> "Text tracks";
            case PUBLISH -> "Publishing";
        };
    }
}
