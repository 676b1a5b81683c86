package dev.reelroute.ledger;

import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.text.TextKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** All statements of the ledger, and the rows that they return. What each one does is described in its SQL file. */
public final class Statements {

    /** Instead of a tenant, where work is done or an operator asks. */
    public static final @Nullable String EVERY_TENANT = null;

    private Statements() {}

    // --- API keys

    /** @param days until it ends; null: never */
    public record InsertKey(
            String id,
            String name,
            String tenant,
            String scopes,
            String hash,
            @Nullable Integer days) implements Change {}

    public record FindKey(String hash) implements Question<KeyRow> {}

    public record ShowKey(String id) implements Question<KeyRow> {}

    public record ListKeys() implements Question<KeyRow> {}

    public record UseKey(String id) implements Change {}

    public record RevokeKey(String id) implements Change {}

    // --- videos: intake

    public record RegisterVideo(
            String id,
            String filename,
            @Nullable String contentType,
            @Nullable String metadata,
            String profileRevision,
            String profile,
            String sourceKey,
            long size,
            @Nullable String uploadId,
            @Nullable Long partSize,
            int expirySeconds,
            @Nullable String idempotencyKey,
            @Nullable String requestDigest,
            @Nullable String webhook,
            int priority,
            String tenant,
            Visibility visibility)
            implements Change {}

    public record AdoptObject(
            String id,
            String filename,
            String profileRevision,
            String profile,
            String sourceKey,
            String sourceEtag,
            long size,
            Visibility visibility)
            implements Change {}

    public record CompleteUpload(String id, String tenant, String sourceEtag, long size) implements Change {}

    public record ExpireUpload(String id, String code, String message) implements Change {}

    public record ExpiredUploads() implements Question<VideoRow> {}

    public record FindVideoByKey(String sourceKey) implements Question<VideoRow> {}

    public record FindVideoByIdempotencyKey(String tenant, String idempotencyKey) implements Question<VideoRow> {}

    // --- input that cannot be used

    public record InsertRefusal(
            String id,
            String origin,
            String code,
            String message,
            @Nullable String detail) implements Change {}

    public record FindRefusal(String id) implements Question<RefusalRow> {}

    public record ListRefusals(int limit) implements Question<RefusalRow> {}

    public record ForgetRefusals(int days) implements Change {}

    // --- videos: what users see and ask for

    public record FindVideo(String id, @Nullable String tenant) implements Question<VideoRow> {}

    public record FindAnyVideo(String id) implements Question<VideoRow> {}

    /** @param status empty for all */
    public record ListVideos(String cursor, String status, int limit) implements Question<VideoRow> {}

    /** @param status empty for all */
    public record ListVideosOfTenant(String tenant, String cursor, String status, int limit)
            implements Question<VideoRow> {}

    public record WatchVideo(String id, @Nullable String tenant) implements Question<Glance> {}

    public record CancelVideo(String id, @Nullable String tenant) implements Change {}

    public record DeleteVideo(String id, @Nullable String tenant) implements Change {}

    public record RetryVideo(String id, @Nullable String tenant) implements Change {}

    public record ChangeVisibility(String id, @Nullable String tenant, Visibility visibility) implements Change {}

    public record FindVisibility(String id) implements Question<Visible> {}

    // --- videos: changes by work

    public record PlanVideo(String id, String source, String plan) implements Change {}

    public record ReadyVideo(String id, boolean storyboard, String source) implements Change {}

    public record FailVideo(
            String id,
            String code,
            String message,
            @Nullable String detail) implements Change {}

    public record PlayEarly(String id, String task, int attempt, String key) implements Change {}

    public record TouchVideo(String id, @Nullable String tenant) implements Change {}

    // --- subtitles

    public record InsertSubtitles(
            String video, @Nullable String tenant, String language, TextKind kind, String label, String content)
            implements Change {}

    public record RemoveSubtitles(String video, @Nullable String tenant, String language) implements Change {}

    public record ListSubtitles(String video, String tenant) implements Question<SubtitlesHead> {}

    public record SubtitlesOfVideo(String video) implements Question<SubtitlesRow> {}

    public record Republish(String video, @Nullable String tenant) implements Change {}

    // --- sweeps

    /** @param after the id of the one before; empty for the first */
    public record DueSweep(String after) implements Question<VideoRow> {}

    public record MarkSwept(String id, long revision) implements Change {}

    public record SweepAgain(String id) implements Change {}

    public record DueEarlySweeps(int keepSeconds) implements Question<VideoRow> {}

    public record MarkEarlySwept(String id) implements Change {}

    public record RemoveVideo(String id) implements Change {}

    // --- upload URLs of deleted videos

    public record CloseUpload(String id) implements Change {}

    public record FindClosedUpload(String sourceKey) implements Question<ClosedUpload> {}

    public record EndedUploads() implements Question<ClosedUpload> {}

    public record ForgetClosedUpload(String sourceKey) implements Change {}

    // --- tasks

    public record OpenShares(String video) implements Change {}

    /** @param size weight of all of the video's work in the lane */
    public record InsertTask(
            String id, String video, TaskKind kind, int ordinal, Lane lane, TaskState state, double weight, double size)
            implements Change {}

    public record DueInLane(Lane lane) implements Question<TaskId> {}

    public record ClaimTask(String id, String worker, int leaseSeconds) implements Change {}

    public record ChargeShare(String task) implements Change {}

    public record BringForward(String video, Lane lane) implements Change {}

    public record FindClaim(String id, String worker) implements Question<ClaimedTask> {}

    public record RenewLease(String id, int attempt, int leaseSeconds, double progress) implements Change {}

    public record FinishTask(
            String id, int attempt, @Nullable String result) implements Change {}

    public record RequeueTask(
            String id,
            int attempt,
            int setbacks,
            int delaySeconds,
            @Nullable String code,
            @Nullable String message,
            @Nullable String detail)
            implements Change {}

    public record MoveTask(String id, int attempt, Lane lane) implements Change {}

    public record FailTask(
            String id,
            int attempt,
            String code,
            String message,
            @Nullable String detail) implements Change {}

    public record ReleaseTask(String id, int attempt) implements Change {}

    /** @param maxAttempts number of setbacks at which the work has failed for good */
    public record RedoTask(
            String id,
            int attempt,
            int maxAttempts,
            String code,
            String message,
            @Nullable String detail) implements Change {}

    public record AwaitPieces(String id, int attempt) implements Change {}

    public record CancelTasks(String video, @Nullable String tenant) implements Change {}

    public record RetryTasks(String video, @Nullable String tenant, boolean all) implements Change {}

    public record RetryInspect(String video, @Nullable String tenant) implements Change {}

    public record QueuePublish(String video) implements Change {}

    public record TasksOfVideo(String video) implements Question<TaskRow> {}

    // --- encryption

    public record InsertMediaKey(String video, String secret) implements Change {}

    public record FindMediaKey(String video) implements Question<MediaSecret> {}

    // --- doorbells, dead letters, repairs

    public record UnrungTasks() implements Question<Doorbell> {}

    public record MarkRung(String id, int attempt) implements Change {}

    public record UnsentDeadLetters() implements Question<DeadLetter> {}

    public record FailedTasks(@Nullable String tenant, int limit) implements Question<FailedTask> {}

    public record QueuedInLane(Lane lane, int graceSeconds) implements Question<Queued> {}

    public record OpenSharesOfAdopted(Lane lane) implements Change {}

    public record AdoptTasks(Lane lane) implements Change {}

    public record OldestInLane(Lane lane) implements Question<Waited> {}

    public record CountFailedTasks() implements Question<FailedCount> {}

    public record UnringLane(Lane lane, int graceSeconds, int limit) implements Change {}

    public record UnringAll(Lane lane) implements Change {}

    public record ExpireLeases() implements Change {}

    /** @param after the id that was looked at last; empty to begin anew */
    public record DueFanIns(String after, int limit) implements Question<FanIn> {}

    // --- duties

    public record TakeDuty(Duty duty, String owner, int leaseSeconds) implements Change {}

    public record HandBackDuties(String owner) implements Change {}

    // --- webhooks

    public record InsertDelivery(
            String id, String video, String tenant, long sequence, String type, String url, String payload)
            implements Change {}

    public record DropSupersededProgress(String video, String url) implements Change {}

    public record DueDeliveries(int perReceiver) implements Question<DueDelivery> {}

    public record ClaimDelivery(String id, int attempt, int leaseSeconds) implements Change {}

    public record MarkDelivered(String id, int attempt, int statusCode) implements Change {}

    public record DelayDelivery(String id, int attempt, int statusCode, String error, int delayMillis)
            implements Change {}

    public record GiveUpDelivery(String id, int attempt, int statusCode, String error) implements Change {}

    public record NoteGoneReceiver(String url) implements Change {}

    public record GiveUpReceiver(String url, String error) implements Change {}

    public record DeliveriesOfVideo(String video, @Nullable String tenant) implements Question<DeliveryRow> {}

    public record ResendDelivery(
            String id, String video, @Nullable String tenant) implements Change {}

    public record WelcomeReceiverBack(
            String id, String video, @Nullable String tenant) implements Change {}

    public record ForgetDeliveries(int days) implements Change {}

    // --- rows

    /**
     * A row of table {@code api_key}, without what it is known by.
     *
     * @param tenant empty: of no tenant
     * @param scopes words with blanks between them
     */
    public record KeyRow(
            String id,
            String name,
            String tenant,
            String scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {}

    /** @param origin the queue that a message came from, or the key of an object */
    public record RefusalRow(
            String id,
            String origin,
            String errorCode,
            String errorMessage,
            @Nullable String errorDetail,
            Instant refusedAt) {}

    /** A row of table {@code closed_upload}. */
    public record ClosedUpload(String sourceKey) {}

    /** A row of table {@code video}; {@code progress} runs from 0 to 1. */
    public record VideoRow(
            String id,
            VideoStatus status,
            String filename,
            @Nullable String contentType,
            @Nullable String metadata,
            String profileRevision,
            String profile,
            String sourceKey,
            @Nullable String sourceEtag,
            @Nullable Long sourceSize,
            @Nullable String uploadId,
            @Nullable Long partSize,
            boolean registered,
            @Nullable Instant expiresAt,
            @Nullable String requestDigest,
            @Nullable String webhook,
            int priority,
            String tenant,
            Visibility visibility,
            @Nullable String source,
            @Nullable String plan,
            @Nullable String early,
            boolean storyboard,
            int attempts,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            @Nullable String errorDetail,
            long revision,
            double progress,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant readyAt,
            @Nullable Instant deletedAt) {}

    public record SubtitlesHead(String language, TextKind kind, String label) {}

    /** @param content WebVTT */
    public record SubtitlesRow(String language, TextKind kind, String label, String content) {}

    public record Visible(Visibility visibility) {}

    public record MediaSecret(String secret) {}

    public record Glance(long revision, double progress) {}

    public record ClaimedTask(
            String id, String videoId, TaskKind kind, int ordinal, Lane lane, int attempt, int failures) {}

    public record TaskRow(
            String id,
            TaskKind kind,
            int ordinal,
            Lane lane,
            TaskState state,
            int attempt,
            double progress,
            double weight,
            @Nullable String result) {}

    /** @param delaySeconds how long the message stays invisible */
    public record Doorbell(
            String id, String videoId, TaskKind kind, int ordinal, Lane lane, int attempt, int delaySeconds) {}

    public record TaskId(String id) {}

    public record DeadLetter(
            String id,
            String videoId,
            TaskKind kind,
            int ordinal,
            int attempt,
            int failures,
            String errorCode,
            String errorMessage,
            @Nullable String errorDetail) {}

    public record FailedTask(
            String id,
            String videoId,
            String filename,
            TaskKind kind,
            int ordinal,
            int attempt,
            String errorCode,
            String errorMessage,
            @Nullable String errorDetail,
            Instant finishedAt) {}

    public record Queued(long queued) {}

    public record Waited(int seconds) {}

    public record FailedCount(long failed) {}

    /** @param due whether all is done and publishing waits nevertheless: 0 or 1 */
    public record FanIn(String id, int due) {}

    /** @param attempt of the last claim, which the next claim has to name */
    public record DueDelivery(
            String id, String videoId, String type, String url, String payload, int attempt, int failures) {}

    /** @param statusCode the receiver's last answer; 0 when none came */
    public record DeliveryRow(
            String id,
            String type,
            String url,
            DeliveryState state,
            int attempt,
            int statusCode,
            @Nullable String error,
            Instant createdAt,
            Instant dueAt,
            @Nullable Instant deliveredAt) {}
}
