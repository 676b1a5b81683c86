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

    // --- upload tokens

    /**
     * @param apiKey that asks for it; null: none
     * @param terms JSON
     * @param seconds until it registers no more
     * @param graceSeconds from then on until its end
     */
    public record InsertUploadToken(
            String id,
            String hash,
            String tenant,
            @Nullable String apiKey,
            @Nullable String origin,
            String terms,
            int videos,
            int seconds,
            int graceSeconds)
            implements Change {}

    public record FindUploadToken(String hash) implements Question<UploadTokenRow> {}

    public record CountRegistration(String id, String tenant) implements Change {}

    public record RevokeUploadToken(String id, @Nullable String tenant) implements Change {}

    public record FindVideoOfUploadToken(String id, String tenant, String uploadToken) implements Question<VideoId> {}

    public record ForgetUploadTokens(int days) implements Change {}

    // --- videos: intake

    public record RegisterVideo(
            String id,
            String filename,
            String name,
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
            Visibility visibility,
            @Nullable String uploadToken)
            implements Change {}

    public record AdoptObject(
            String id,
            String filename,
            String name,
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

    // --- what tenants may use

    public record OpenQuota(String tenant) implements Change {}

    public record LockQuota(String tenant) implements Question<LockedQuota> {}

    public record CountUpload(String tenant) implements Change {}

    public record UsageOfTenant(String tenant) implements Question<Usage> {}

    public record StoredOfTenant(String tenant) implements Question<Stored> {}

    public record UnfinishedUploads() implements Question<Unfinished> {}

    public record FindRate(String bucket) implements Question<Rate> {}

    public record InsertRate(String bucket, String state) implements Change {}

    public record ChangeRate(String bucket, String before, String state) implements Change {}

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

    public record FindUploader(String id) implements Question<UploaderRow> {}

    /**
     * @param status empty for all
     * @param first patterns of {@link dev.reelroute.text.Names.Words}, as {@code second}, {@code third} and {@code rest}; so in all of these
     */
    public record ListVideos(
            String cursor, String status, String first, String second, String third, String rest, int limit)
            implements Question<VideoRow> {}

    public record ListVideosOfTenant(
            String tenant,
            String cursor,
            String status,
            String first,
            String second,
            String third,
            String rest,
            int limit)
            implements Question<VideoRow> {}

    public record ListOldestVideos(
            String cursor, String status, String first, String second, String third, String rest, int limit)
            implements Question<VideoRow> {}

    public record ListOldestVideosOfTenant(
            String tenant,
            String cursor,
            String status,
            String first,
            String second,
            String third,
            String rest,
            int limit)
            implements Question<VideoRow> {}

    /** @param after name of the last video of the page before, in the form that is compared */
    public record ListVideosByName(
            String after,
            String cursor,
            String status,
            String first,
            String second,
            String third,
            String rest,
            int limit)
            implements Question<VideoRow> {}

    /** As {@link ListVideosByName}. */
    public record ListVideosOfTenantByName(
            String tenant,
            String after,
            String cursor,
            String status,
            String first,
            String second,
            String third,
            String rest,
            int limit)
            implements Question<VideoRow> {}

    public record CountVideos(String first, String second, String third, String rest) implements Question<VideoCount> {}

    public record CountVideosOfTenant(String tenant, String first, String second, String third, String rest)
            implements Question<VideoCount> {}

    public record NameVideo(String id, String name) implements Change {}

    public record NamelessVideos(int limit) implements Question<Nameless> {}

    public record WatchVideo(String id, @Nullable String tenant) implements Question<Glance> {}

    public record CancelVideo(String id, @Nullable String tenant) implements Change {}

    public record DeleteVideo(String id, @Nullable String tenant) implements Change {}

    public record RetryVideo(String id, @Nullable String tenant) implements Change {}

    /** @param name of the filename, in the form that is compared */
    public record ChangeVideo(
            String id,
            @Nullable String tenant,
            @Nullable String filename,
            @Nullable String name,
            @Nullable String metadata,
            @Nullable Visibility visibility)
            implements Change {}

    public record FindPoster(String video, String tenant) implements Question<TaskId> {}

    public record FindVisibility(String id) implements Question<Visible> {}

    public record FindWatchedVideo(String id) implements Question<VideoRow> {}

    // --- videos: changes by work

    /** @param duration seconds */
    public record PlanVideo(String id, String source, String plan, double duration) implements Change {}

    public record ReadyVideo(String id, boolean storyboard, String source, long storedBytes, long storedObjects)
            implements Change {}

    public record FailVideo(
            String id,
            String code,
            String message,
            @Nullable String detail) implements Change {}

    public record PlayEarly(String id, String task, int attempt, String key) implements Change {}

    public record TouchVideo(String id, @Nullable String tenant) implements Change {}

    public record ChargeVideo(String id, @Nullable String tenant, double processorSeconds, double workerSeconds)
            implements Change {}

    // --- subtitles

    public record InsertSubtitles(
            String video, @Nullable String tenant, String language, TextKind kind, String label, String content)
            implements Change {}

    public record RemoveSubtitles(String video, @Nullable String tenant, String language) implements Change {}

    public record ListSubtitles(String video, String tenant) implements Question<SubtitlesHead> {}

    public record CountSubtitles(String video, @Nullable String tenant) implements Question<SubtitlesCount> {}

    public record SubtitlesOfVideo(String video) implements Question<SubtitlesRow> {}

    public record Republish(String video, @Nullable String tenant) implements Change {}

    // --- sweeps

    /** @param after the id of the one before; empty for the first */
    public record DueSweep(String after) implements Question<VideoRow> {}

    public record MarkSwept(String id, long revision) implements Change {}

    public record SweepAgain(String id) implements Change {}

    public record SweepLateUpload(String id) implements Change {}

    public record DueEarlySweeps(int keepSeconds) implements Question<VideoRow> {}

    public record MarkEarlySwept(String id) implements Change {}

    public record RemoveVideo(String id) implements Change {}

    // --- upload URLs of deleted videos

    public record CloseUpload(String id) implements Change {}

    public record FindClosedUpload(String sourceKey) implements Question<ClosedUpload> {}

    public record EndedUploads() implements Question<ClosedUpload> {}

    public record ForgetClosedUpload(String sourceKey) implements Change {}

    public record NoteLateUpload(String sourceKey) implements Change {}

    public record EmptyClosedUpload(String sourceKey) implements Change {}

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
            int setbacks,
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

    public record DiagnoseTasks(String video, @Nullable String tenant) implements Question<TaskStory> {}

    public record AheadInLane(String video, Lane lane) implements Question<Ahead> {}

    // --- workers

    /** @param places pieces of work at a time, by lane: {@code FAST=2,BULK=1} */
    public record ReportWorker(String name, String places, int running, long diskFree, long diskTotal)
            implements Change {}

    /** As {@link ReportWorker}. */
    public record InsertWorker(String name, String places, int running, long diskFree, long diskTotal)
            implements Change {}

    public record SignOffWorker(String name) implements Change {}

    public record ForgetWorkers(int days) implements Change {}

    public record ListWorkers() implements Question<WorkerRow> {}

    // --- encryption

    public record InsertMediaKey(String video, String secret) implements Change {}

    public record FindMediaKey(String video) implements Question<MediaSecret> {}

    // --- doorbells, dead letters, repairs

    public record UnrungTasks() implements Question<Doorbell> {}

    /** @param state in which it was when the message was about to be sent */
    public record MarkRung(String id, int attempt, TaskState state) implements Change {}

    public record UnsentDeadLetters() implements Question<DeadLetter> {}

    public record FailedTasks(@Nullable String tenant, int limit) implements Question<FailedTask> {}

    public record QueuedInLane(Lane lane, int graceSeconds) implements Question<Queued> {}

    public record OpenSharesOfAdopted(Lane lane) implements Change {}

    public record AdoptTasks(Lane lane) implements Change {}

    public record OldestInLane(Lane lane) implements Question<Waited> {}

    public record CountFailedTasks() implements Question<FailedCount> {}

    public record WorkInLane(Lane lane) implements Question<LaneWork> {}

    public record OldestWork(int limit) implements Question<OldWork> {}

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
            String id, String video, String tenant, long sequence, String type, String url, String payload, String line)
            implements Change {}

    public record DropSupersededProgress(String video, String url) implements Change {}

    public record ExpireDeliveries() implements Change {}

    public record DueOutOfLine(int most) implements Question<OutOfLine> {}

    public record StandInLine(String id, String line) implements Change {}

    public record ReceiversCalled() implements Question<Called> {}

    /** @param first what it is or would be: not before it */
    public record WaitingLines(String first, int most) implements Question<WaitingLine> {}

    public record FirstInLine(String line, int most) implements Question<DueDelivery> {}

    public record ClaimDelivery(String id, int attempt, int leaseSeconds, String receiver, int perReceiver)
            implements Change {}

    public record MarkDelivered(String id, int attempt, int statusCode) implements Change {}

    public record DelayDelivery(String id, int attempt, int statusCode, String error, int delayMillis)
            implements Change {}

    public record DelayFollowers(String id, String video, String url) implements Change {}

    public record GiveUpDelivery(String id, int attempt, int statusCode, String error) implements Change {}

    public record NoteGoneReceiver(String url) implements Change {}

    public record GiveUpReceiver(String url, String error) implements Change {}

    public record DeliveriesOfVideo(String video, @Nullable String tenant) implements Question<DeliveryRow> {}

    public record ResendDelivery(
            String id, String video, @Nullable String tenant) implements Change {}

    public record HastenFollowers(
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

    public record LockedQuota(String tenant) {}

    /**
     * @param underWay videos, those that wait for their upload among them
     * @param unfinished videos that wait for their upload
     * @param uploads that were begun today
     * @param dayLeft seconds
     */
    public record Usage(long underWay, long unfinished, long uploads, long dayLeft) {}

    public record Stored(long bytes, double seconds) {}

    public record Unfinished(long unfinished) {}

    public record Rate(String state) {}

    /**
     * A row of table {@code upload_token}.
     *
     * @param tenant empty: of no tenant
     * @param origin of the pages that may use it; null: any
     * @param terms JSON
     * @param expiresAt when it registers no more
     * @param endsAt when it is not taken any more
     */
    public record UploadTokenRow(
            String id,
            String hash,
            String tenant,
            @Nullable String origin,
            String terms,
            int videos,
            int registered,
            Instant expiresAt,
            Instant endsAt) {}

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
            double processorSeconds,
            double workerSeconds,
            @Nullable Long storedBytes,
            @Nullable Long storedObjects,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant readyAt,
            @Nullable Instant deletedAt) {}

    public record UploaderRow(String tenant, @Nullable String token) {}

    public record VideoCount(VideoStatus status, long videos) {}

    public record Nameless(String id, String filename) {}

    /**
     * @param tracks how many have been uploaded
     * @param characters of all of them
     */
    public record SubtitlesCount(int tracks, long characters) {}

    public record SubtitlesHead(String language, TextKind kind, String label) {}

    /** @param content WebVTT */
    public record SubtitlesRow(String language, TextKind kind, String label, String content) {}

    public record Visible(Visibility visibility) {}

    public record VideoId(String id) {}

    public record MediaSecret(String secret) {}

    public record Glance(long revision, double progress) {}

    public record ClaimedTask(
            String id,
            String videoId,
            TaskKind kind,
            int ordinal,
            Lane lane,
            int attempt,
            int failures,
            boolean unannounced,
            Instant dueAt) {}

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

    /**
     * How a task stands.
     *
     * @param worker of the last claim, see {@link WorkerRow#name}
     * @param at now, by the ledger's clock
     */
    public record TaskStory(
            TaskKind kind,
            int ordinal,
            Lane lane,
            TaskState state,
            int attempt,
            int failures,
            double progress,
            double weight,
            @Nullable String worker,
            Instant notBefore,
            @Nullable Instant rungAt,
            @Nullable Instant leaseUntil,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            @Nullable String errorDetail,
            Instant at) {}

    /** @param seconds of a processor, as planned */
    public record Ahead(long pieces, double seconds) {}

    /**
     * A row of table {@code worker}.
     *
     * @param silent seconds since it was last heard of
     */
    public record WorkerRow(
            String name, String places, int running, long diskFree, long diskTotal, Instant seenAt, int silent) {}

    /** @param at now, by the ledger's clock */
    public record LaneWork(long queued, long due, long running, Instant at) {}

    public record OldWork(
            String videoId,
            String filename,
            String tenant,
            TaskKind kind,
            int ordinal,
            Lane lane,
            Instant notBefore,
            @Nullable String errorCode) {}

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

    public record OutOfLine(String id, String tenant, String url) {}

    public record Called(String url) {}

    public record WaitingLine(String line) {}

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
