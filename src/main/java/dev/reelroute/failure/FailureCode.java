package dev.reelroute.failure;

/**
 * Every failure that a user or an operator can meet. The name is the stable code of the API and of the ledger; the
 * status is the HTTP status of the answer when a request fails with it.
 */
public enum FailureCode {
    // What came in
    EMPTY_FILE(422, "The file is empty."),
    NOT_A_VIDEO(422, "The file is not a video we can read. Is it complete, and really a video?"),
    NO_VIDEO_STREAM(422, "The file has no video."),
    CONTAINER_NOT_ACCEPTED(
            422, "This kind of file is not accepted. Send MP4, MOV, MKV, WebM, AVI, TS, FLV, OGG or MXF."),
    CODEC_NOT_SUPPORTED(422, "The video is stored in a codec that is not supported."),
    DOLBY_VISION_NOT_SUPPORTED(
            422, "The video is Dolby Vision that nothing else can show. Export it as HDR10, HLG or SDR."),
    ENCRYPTED_SOURCE(422, "The file is encrypted or protected. Send an unprotected copy."),
    SOURCE_DAMAGED(422, "The file is damaged and cannot be decoded."),
    SOURCE_TOO_LARGE(422, "The file is larger than this service accepts."),
    PICTURE_TOO_LARGE(422, "The video has more pixels per frame than this service accepts."),
    PICTURE_TOO_NARROW(422, "The video's frames are so narrow that there is hardly anything to see."),
    DURATION_TOO_LONG(422, "The video is longer than this service accepts."),
    TOO_MUCH_WORK(422, "The video has more pixels in all its frames together than this service accepts."),
    TOO_MANY_STREAMS(422, "The file has more streams than this service accepts."),
    NO_FRAMES(422, "Not one frame of the file can be decoded."),
    // Uploads and requests
    UPLOAD_EXPIRED(410, "The upload was not completed in time. Register the video again."),
    UPLOAD_INCOMPLETE(409, "The upload is not complete: the object is not there yet."),
    SIZE_MISMATCH(422, "The uploaded file does not have the size that was announced."),
    SOURCE_MISSING(410, "The uploaded file is gone from the bucket."),
    SOURCE_CHANGED(409, "The uploaded file was replaced while it was being processed."),
    KEY_NOT_ACCEPTED(422, "An object under this key cannot be taken. Store it under another one."),
    MESSAGE_NOT_READABLE(422, "The message cannot be read."),
    UNKNOWN_PROFILE(422, "There is no such profile. GET /api/profiles lists those on offer."),
    INVALID_REQUEST(400, "The request is not what the contract says."),
    BODY_TOO_LARGE(413, "The body is larger than this address takes."),
    REQUEST_TIMEOUT(408, "The body did not come in time."),
    HOST_NOT_SERVED(421, "Requests to this name are not served here."),
    ORIGIN_REFUSED(403, "Pages of another origin may not change anything here."),
    UPLOAD_REFUSED(403, "The upload was not signed as it was sent."),
    PLAYBACK_TOKEN_INVALID(403, "The playback address is not one of ours, or does not hold for this."),
    PLAYBACK_TOKEN_EXPIRED(403, "The playback address has ended. Ask for another one."),
    SUBTITLES_NOT_READABLE(422, "The subtitles can not be read."),
    SUBTITLES_NOT_FOUND(404, "The video has no uploaded subtitles in this language."),
    VIDEO_NOT_FOUND(404, "There is no such video."),
    NOT_FOUND(404, "There is nothing at this address."),
    NOT_ALLOWED(401, "This needs the operator's name and password."),
    UNAUTHENTICATED(401, "This needs an API key or a token: Authorization: Bearer, and the key."),
    SCOPE_MISSING(403, "The key or token has not the scope that this call needs."),
    TENANT_REFUSED(403, "The key or token is not for this tenant."),
    UPLOAD_TOKEN_REFUSED(403, "The upload token does not allow this."),
    UPLOAD_TOKEN_SPENT(403, "The upload token registers nothing more. Ask for another one."),
    KEY_NOT_FOUND(404, "There is no such key."),
    METHOD_NOT_ALLOWED(405, "This address does not take that method."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not of a type that this address takes."),
    STATE_CONFLICT(409, "The video is not in a state that allows this."),
    WEBHOOK_REFUSED(422, "The webhook's address cannot be called."),
    IDEMPOTENCY_MISMATCH(422, "This Idempotency-Key was used with another request."),
    CANCELLED(409, "The video was cancelled."),
    // What a tenant may use
    TOO_MANY_REQUESTS(
            429, "More requests than may be made in a second. Send fewer, and wait as long as Retry-After says."),
    TOO_MANY_UPLOADS(429, "Too many uploads are not finished. Complete or cancel some, or wait until some are."),
    TOO_MANY_UNDER_WAY(429, "Too many videos are under way. Wait until some are ready, or cancel some."),
    DAILY_UPLOADS_USED(429, "All uploads of this day are used. The next day begins at midnight UTC."),
    STORAGE_USED(429, "There is no room for this file. Delete videos, or ask the operator for more."),
    MINUTES_USED(429, "There are no minutes left for this video. Delete videos, or ask the operator for more."),
    TOO_MANY_EVENT_STREAMS(429, "Too many event streams are open. Close some, or ask for the videos now and then."),
    // Steps of the operator's own
    REFUSED_BY_STEP(422, "It was looked at before publishing, and refused."),
    HELD_BY_STEP(503, "It is held back before publishing, and looked at again later."),
    HELD_TOO_LONG(422, "It was held back before publishing for longer than this service allows."),
    STEP_FAILED(502, "A step of the operator's own failed."),
    // Our side
    OUTPUT_CHECK_FAILED(500, "What was encoded does not match the plan."),
    CHECK_NOT_FINISHED(500, "The check of what was encoded did not come to its end."),
    INSPECTION_FAILED(500, "FFmpeg could not inspect this file."),
    ENCODER_FAILED(500, "FFmpeg could not encode this video."),
    PUBLISHING_FAILED(500, "What was encoded could not be put together for publishing."),
    TIME_LIMIT_EXCEEDED(422, "Processing took longer than this service allows."),
    OUTPUT_LIMIT_EXCEEDED(422, "The result would be larger than this service allows."),
    STARTING(503, "The server is starting. Try again in a moment."),
    BUSY(503, "More calls wait here than can be answered soon. Try again shortly."),
    DISK_FULL(503, "The disk is full. What needs room waits, or is refused, until there is some."),
    DISK_TOO_SMALL(507, "The disk of a worker is too small for this video."),
    WAITS_FOR_ROOM(503, "It waits for room on the disk of a worker."),
    TOO_MANY_VIEWERS(503, "Too many are being sent media by this server. Try again in a moment."),
    STORE_UNAVAILABLE(503, "The object store does not answer. Try again shortly."),
    STORE_REFUSED(502, "The object store refuses this. Its settings and permissions are for the operator to look at."),
    QUEUE_UNAVAILABLE(503, "The queue does not answer. Try again shortly."),
    LEDGER_UNAVAILABLE(503, "The database does not answer. Try again shortly."),
    ISSUER_UNAVAILABLE(503, "The issuer of the tokens does not answer. Try again shortly."),
    FFMPEG_MISSING(503, "FFmpeg cannot be started on this machine."),
    INTERNAL_ERROR(500, "Something went wrong on our side. The log has the details.");

    private final int status;
    private final String message;

    FailureCode(int status, String message) {
        this.status = status;
        this.message = message;
    }

    /** HTTP status of the answer when a request fails with it. */
    public int status() {
        return status;
    }

    /** One sentence for the user. */
    public String message() {
        return message;
    }

    /** The code for a server that refuses without a known reason. */
    public static FailureCode ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> NOT_ALLOWED;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> TOO_MANY_REQUESTS;
            case 503 -> BUSY;
            default -> status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}
