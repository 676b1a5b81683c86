package dev.reelroute.intake;

import static dev.reelroute.ledger.Statements.EVERY_TENANT;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.intake.Upload.UploadedPart;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statements.AdoptObject;
import dev.reelroute.ledger.Statements.CompleteUpload;
import dev.reelroute.ledger.Statements.CountRegistration;
import dev.reelroute.ledger.Statements.ExpireUpload;
import dev.reelroute.ledger.Statements.FailVideo;
import dev.reelroute.ledger.Statements.FindClosedUpload;
import dev.reelroute.ledger.Statements.FindUploader;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.FindVideoByIdempotencyKey;
import dev.reelroute.ledger.Statements.FindVideoByKey;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.NoteLateUpload;
import dev.reelroute.ledger.Statements.OpenShares;
import dev.reelroute.ledger.Statements.RegisterVideo;
import dev.reelroute.ledger.Statements.SweepLateUpload;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.notify.News;
import dev.reelroute.notify.Outbox;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import dev.reelroute.playback.PlaybackProperties;
import dev.reelroute.quota.Quotas;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.ObjectStore;
import dev.reelroute.store.ObjectStore.Stored;
import dev.reelroute.store.PresignedUrls;
import dev.reelroute.task.Refusals;
import dev.reelroute.text.Characters;
import dev.reelroute.text.Names;
import dev.reelroute.trace.Traces;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Registers videos and notices that their files have arrived: from the API, from an S3 event or from the poll. The
 * three may come in any order and any number of times; one object version becomes one video.
 */
@Component
public class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final String NO_TENANT = "";
    private static final String NOBODYS = "It is in the folder of an upload of which nothing is known any more.";
    private static final int MOST_PARTS = 1_000;
    private static final long MEBIBYTE = 1 << 20;
    /** The longest time that a registration takes, from making the id to the row in the ledger. */
    private static final Duration REGISTRATION = Duration.ofMinutes(1);
    /** Rounds of repairs from one look for strays to the next: each is a request, which S3 charges for, and they are rare and only cost room. */
    private static final int STRAYS = 12;

    private final Ledger ledger;
    private final ObjectStore uploads;
    private final PresignedUrls urls;
    private final Profiles profiles;
    private final IntakeProperties properties;
    private final Json json;
    private final Outbox outbox;
    private final Refusals refusals;
    private final Quotas quotas;
    private final Traces traces;
    private final Visibility defaultVisibility;
    /** Objects of the poll for which no tenant has no room. */
    private final Set<ObjectSeen> held = ConcurrentHashMap.newKeySet();

    private int rounds;

    private volatile boolean full;

    Intake(
            Ledger ledger,
            ObjectStore uploads,
            PresignedUrls urls,
            Profiles profiles,
            IntakeProperties properties,
            Json json,
            Outbox outbox,
            Refusals refusals,
            Quotas quotas,
            Traces traces,
            PlaybackProperties playback) {
        this.ledger = ledger;
        this.uploads = uploads;
        this.urls = urls;
        this.profiles = profiles;
        this.properties = properties;
        this.json = json;
        this.outbox = outbox;
        this.refusals = refusals;
        this.quotas = quotas;
        this.traces = traces;
        this.defaultVisibility = playback.visibility();
    }

    /** A registered video and how to upload its file. */
    public record Registered(String id, VideoStatus status, Upload upload) {}

    /**
     * Looks at what an upload token says of its videos as at a registration.
     *
     * @throws Refused INVALID_REQUEST, UNKNOWN_PROFILE, WEBHOOK_REFUSED
     */
    public void requireUsable(UploadTerms terms) {
        terms.sample().requireReadable();
        profile(terms.profile());
        if (terms.webhook() != null) {
            outbox.accept(terms.webhook());
        }
    }

    /**
     * Registers a video. The same request with the same idempotency key of the same tenant, or of the same upload token, returns
     * the same video.
     *
     * @param uploadToken id of the token that it counts for; null: none
     * @throws Refused INVALID_REQUEST, UNKNOWN_PROFILE, SOURCE_TOO_LARGE, IDEMPOTENCY_MISMATCH, UPLOAD_TOKEN_SPENT, and the codes of
     *     {@link Quotas}
     */
    public Registered register(UploadRequest request, @Nullable String clientsKey, @Nullable String uploadToken) {
        Instant begun = Instant.now();
        request.requireReadable();
        @Nullable
        String idempotencyKey =
                clientsKey == null || uploadToken == null ? clientsKey : uploadToken + ":" + digest(clientsKey);
        // Of use only for comparing it with a repeated one.
        @Nullable String digest = idempotencyKey == null ? null : digest(json.write(request));
        String tenant = Objects.requireNonNullElse(request.tenant(), NO_TENANT);
        if (idempotencyKey != null) {
            Optional<VideoRow> earlier = ledger.askOne(new FindVideoByIdempotencyKey(tenant, idempotencyKey));
            if (earlier.isPresent()) {
                return repeated(earlier.get(), digest);
            }
        }
        if (request.size() > properties.maxSize().toBytes()) {
            throw new Refused(
                    FailureCode.SOURCE_TOO_LARGE,
                    "It has " + request.size() + " bytes; the limit is "
                            + properties.maxSize().toBytes() + ".");
        }
        Profile profile = profile(request.profile());
        if (request.webhook() != null) {
            outbox.accept(request.webhook());
        }
        String id = VideoIds.next();
        String key = ObjectKeys.upload(properties.prefix(), id, request.filename());
        boolean parts = request.size() >= properties.multipartThreshold().toBytes();
        if (parts) {
            // Before the store is asked for something.
            quotas.require(tenant, request.size());
        }
        String uploadId = parts ? uploads.beginMultipart(key, request.contentType()) : null;
        RegisterVideo registration = new RegisterVideo(
                id,
                request.filename(),
                Names.folded(request.filename()),
                request.contentType(),
                request.metadata() == null ? null : json.write(request.metadata()),
                profile.id(),
                json.write(profile),
                key,
                request.size(),
                uploadId,
                parts ? partSize(request.size()) : null,
                (int) properties.uploadExpiry().toSeconds(),
                idempotencyKey,
                digest,
                request.webhook() == null ? null : json.write(request.webhook()),
                Objects.requireNonNullElse(request.priority(), 0),
                tenant,
                Objects.requireNonNullElse(request.visibility(), defaultVisibility),
                uploadToken);
        int rows = 0;
        try {
            rows = quotas.register(tenant, request.size(), () -> registered(registration));
        } finally {
            if (rows == 0 && uploadId != null) {
                uploads.abortMultipart(key, uploadId);
            }
        }
        if (rows == 0 && idempotencyKey != null) {
            return repeated(
                    ledger.askOne(new FindVideoByIdempotencyKey(tenant, idempotencyKey))
                            .orElseThrow(),
                    digest);
        }
        // What has just been written need not be read again.
        Upload offer = offer(new Awaited(
                key,
                request.contentType(),
                request.size(),
                uploadId,
                registration.partSize(),
                List.of(),
                begun.plus(properties.uploadExpiry())));
        traces.begun(id, "register", begun);
        return new Registered(id, VideoStatus.AWAITING_UPLOAD, offer);
    }

    /**
     * How to continue an upload: which parts the store has, and new URLs for the rest.
     *
     * @param tenant whose it must be; null: anybody's
     * @throws Refused VIDEO_NOT_FOUND; STATE_CONFLICT when no upload is awaited any more
     */
    public Upload resume(String id, @Nullable String tenant) {
        VideoRow video = video(id, tenant);
        if (video.status() != VideoStatus.AWAITING_UPLOAD) {
            throw new Refused(FailureCode.STATE_CONFLICT, "It is " + video.status() + "; no upload is awaited.");
        }
        return offer(video);
    }

    /**
     * The client says that its upload is complete; work begins at once. A repeated call changes nothing.
     *
     * @param tenant whose it must be; null: anybody's
     * @throws Refused VIDEO_NOT_FOUND, UPLOAD_INCOMPLETE, SIZE_MISMATCH, STATE_CONFLICT
     */
    public VideoRow complete(String id, @Nullable String tenant) {
        VideoRow video = video(id, tenant);
        if (video.status() == VideoStatus.FAILED || video.status() == VideoStatus.CANCELLED) {
            throw new Refused(FailureCode.STATE_CONFLICT, "It is " + video.status() + ".");
        }
        if (video.status() != VideoStatus.AWAITING_UPLOAD) {
            return video;
        }
        if (video.uploadId() != null && uploads.head(video.sourceKey()).isEmpty()) {
            completeParts(video, video.uploadId());
        }
        Stored stored = uploads.head(video.sourceKey())
                .orElseThrow(() -> new Refused(FailureCode.UPLOAD_INCOMPLETE, "Nothing was uploaded to its URL yet."));
        arrived(video, new ObjectSeen(video.sourceKey(), stored.etag(), stored.size()));
        VideoRow after = video(id, tenant);
        if (FailureCode.SIZE_MISMATCH.name().equals(after.errorCode())) {
            throw new Refused(FailureCode.SIZE_MISMATCH, after.errorDetail());
        }
        return after;
    }

    /**
     * An event says that there is an object. Which version it is, this asks the store: an event may be late, or not
     * from the store at all. Where there is no object, nothing happens.
     *
     * @throws Refused MESSAGE_NOT_READABLE when the key cannot be decoded, and there is no object under it as it stands
     */
    public void announced(AnnouncedKey announced) {
        for (String key : announced.readings()) {
            if (ObjectKeys.fault(key).isEmpty() && isThere(key)) {
                return;
            }
        }
        String key = announced.readings().get(0);
        if (!announced.readable()) {
            throw new Refused(
                    FailureCode.MESSAGE_NOT_READABLE,
                    "Its key is not URL-encoded, and there is no object under it as it stands: " + key);
        }
        isRefused(key);
    }

    private boolean isThere(String key) {
        try {
            Optional<Stored> stored = uploads.head(key);
            // What is held back stays where it is, and the poll comes upon it.
            stored.ifPresent(object -> take(new ObjectSeen(key, object.etag(), object.size())));
            return stored.isPresent();
        } catch (Setback e) {
            if (e.code() != FailureCode.STORE_REFUSED) {
                throw e;
            }
            refusals.object(key, e);
            return true;
        }
    }

    /**
     * The store has shown an object: completes the upload that it belongs to, or adopts it as a new video, or refuses
     * it, once, because of its key.
     */
    public void seen(ObjectSeen object) {
        boolean wasHeld = held.contains(object);
        if (take(object)) {
            held.remove(object);
        } else if (!wasHeld && held.add(object) && held.size() == 1) {
            LOG.warn(
                    "Held back: {} and what comes after it stay in the bucket until those of no tenant have room",
                    object.key());
        }
        if (wasHeld && held.isEmpty()) {
            LOG.info("All that was held back has been taken");
        }
    }

    /** A new look at the bucket: what was held back may be tried again. */
    void lookAgain(Collection<ObjectSeen> there) {
        held.retainAll(there);
        full = false;
    }

    /** Whether an object, or one before it, was held back since the look began. */
    boolean holdsBack(ObjectSeen object) {
        return full && held.contains(object);
    }

    /** @return false when there is no room for it now */
    private boolean take(ObjectSeen object) {
        if (isRefused(object.key()) || isByProduct(object.key())) {
            return true;
        }
        List<VideoRow> known = ledger.ask(new FindVideoByKey(object.key()));
        Optional<VideoRow> registered =
                known.stream().filter(VideoRow::registered).findFirst();
        if (registered.filter(Intake::isOverWithoutFile).isPresent()) {
            ledger.run(new SweepLateUpload(registered.get().id()));
        } else if (registered.isPresent()) {
            arrived(registered.get(), object);
        } else if (isClosed(object.key())) {
            ledger.run(new NoteLateUpload(object.key()));
        } else if (isOfUpload(object.key())) {
            refusals.object(object.key(), new Refused(FailureCode.KEY_NOT_ACCEPTED, NOBODYS));
        } else if (known.stream().noneMatch(video -> object.etag().equals(video.sourceEtag()))) {
            return adopt(object);
        }
        return true;
    }

    /** Whether the ledger has handled this object version, so that it need not be looked at again. */
    public boolean knows(ObjectSeen object) {
        if (ObjectKeys.fault(object.key()).isPresent()) {
            return refusals.hasObject(object.key());
        }
        return isByProduct(object.key())
                || (isOfUpload(object.key()) && refusals.hasObject(object.key()))
                || ledger.ask(new FindVideoByKey(object.key())).stream()
                        .anyMatch(video -> video.registered()
                                ? video.status() != VideoStatus.AWAITING_UPLOAD && !isOverWithoutFile(video)
                                : object.etag().equals(video.sourceEtag()));
    }

    /** Gives up an upload that was not completed in time, unless its file has arrived after all. */
    public void expire(VideoRow video) {
        Optional<Stored> stored = uploads.head(video.sourceKey());
        if (stored.isPresent()) {
            arrived(
                    video,
                    new ObjectSeen(
                            video.sourceKey(), stored.get().etag(), stored.get().size()));
            return;
        }
        FailureCode code = FailureCode.UPLOAD_EXPIRED;
        fail(video, new ExpireUpload(video.id(), code.name(), code.message()));
    }

    /**
     * Frees the parts of multipart uploads that no video waits for: its registration ended before it was in the ledger,
     * or its file has come another way. Uploads of other tools have keys of their own and are left alone. Looks in one round of
     * some.
     */
    public void abortStrays() {
        if (rounds++ % STRAYS != 0) {
            return;
        }
        for (MultipartUpload upload : uploads.multiparts(properties.prefix())) {
            String id = folder(upload.key());
            boolean stray = VideoIds.time(id)
                            .filter(time -> time.plus(REGISTRATION).isBefore(Instant.now()))
                            .isPresent()
                    && ledger.askOne(new FindVideo(id, EVERY_TENANT))
                            .filter(video -> video.status() == VideoStatus.AWAITING_UPLOAD)
                            .filter(video -> upload.uploadId().equals(video.uploadId()))
                            .isEmpty();
            if (stray) {
                uploads.abortMultipart(upload.key(), upload.uploadId());
            }
        }
    }

    private boolean isRefused(String key) {
        Optional<String> fault = ObjectKeys.fault(key);
        fault.ifPresent(why -> refusals.object(key, new Refused(FailureCode.KEY_NOT_ACCEPTED, why)));
        return fault.isPresent();
    }

    /**
     * Another key in the folder of a registered upload: some servers show the half-assembled object of a multipart
     * upload beside the real one.
     */
    private boolean isByProduct(String key) {
        return isOfUpload(key)
                && ledger.askOne(new FindVideo(folder(key), EVERY_TENANT))
                        .filter(video ->
                                video.registered() && !video.sourceKey().equals(key))
                        .isPresent();
    }

    /**
     * Whether a key is in a folder as each registered upload has one. When there is no such upload any more, what is there becomes
     * no video: it may have been a private one.
     */
    private boolean isOfUpload(String key) {
        String folder = folder(key);
        return key.length() > properties.prefix().length() + folder.length()
                && VideoIds.time(folder).isPresent();
    }

    /** The first part of a key after the prefix. */
    private String folder(String key) {
        return key.substring(properties.prefix().length()).split("/", 2)[0];
    }

    /**
     * From whom an upload to this key is awaited; empty when it is over. An upload URL holds longer than its upload: without a look at
     * this, it would replace the original of a video that is ready, and bring files that no limit counts. A key that is none of those
     * that were registered is left to the store.
     */
    public Optional<Uploader> uploader(String key) {
        String id = folder(key);
        return VideoIds.time(id).isEmpty()
                ? Optional.of(Uploader.UNKNOWN)
                : ledger.askOne(new FindUploader(id)).map(row -> new Uploader(row.tenant(), row.token()));
    }

    /** The upload of a video that was deleted meanwhile; what comes is removed. */
    private boolean isClosed(String key) {
        return ledger.askOne(new FindClosedUpload(key)).isPresent();
    }

    /** Cancelled, expired or refused before its file was taken: what comes now is removed. */
    private static boolean isOverWithoutFile(VideoRow video) {
        return Set.of(VideoStatus.CANCELLED, VideoStatus.FAILED).contains(video.status()) && video.sourceEtag() == null;
    }

    private void arrived(VideoRow video, ObjectSeen object) {
        if (video.status() != VideoStatus.AWAITING_UPLOAD || video.deletedAt() != null) {
            return;
        }
        Long announced = video.sourceSize();
        if (announced != null && announced != object.size()) {
            FailureCode code = FailureCode.SIZE_MISMATCH;
            String detail = announced + " bytes were announced, " + object.size() + " were uploaded.";
            fail(video, new FailVideo(video.id(), code.name(), code.message(), detail));
            return;
        }
        ledger.atomically(() -> {
            if (ledger.run(new CompleteUpload(video.id(), video.tenant(), object.etag(), object.size())) == 1) {
                queueInspection(video.id());
                outbox.add(video.id(), News.UPLOADED);
                tell("Uploaded", video.id(), video.filename(), object);
                traces.happened(video.id(), "upload", video.createdAt());
            }
            return null;
        });
    }

    private void fail(VideoRow video, Change failure) {
        ledger.atomically(() -> {
            if (ledger.run(failure) == 1) {
                outbox.add(video.id(), News.FAILED);
            }
            return null;
        });
    }

    private boolean adopt(ObjectSeen object) {
        Profile profile = profile(null);
        try {
            quotas.adopt(NO_TENANT, object.size(), () -> ledger.atomically(() -> adopted(object, profile)));
            return true;
        } catch (Refused e) {
            LOG.debug("{} is held back: {}", object.key(), e.getMessage());
            full = true;
            return false;
        }
    }

    private int adopted(ObjectSeen object, Profile profile) {
        String id = VideoIds.next();
        String filename = Characters.name(ObjectKeys.filename(object.key()));
        int rows = ledger.run(new AdoptObject(
                id,
                filename,
                Names.folded(filename),
                profile.id(),
                json.write(profile),
                object.key(),
                object.etag(),
                object.size(),
                defaultVisibility));
        if (rows == 1) {
            queueInspection(id);
            outbox.add(id, News.UPLOADED);
            tell("Found in the bucket", id, object.key(), object);
            traces.begun(id, "found in the bucket", Instant.now());
        }
        return rows;
    }

    private static void tell(String what, String video, String name, ObjectSeen object) {
        MDC.put("video", video);
        LOG.info("{}: {}, {} MB", what, name, String.format(Locale.ROOT, "%.1f", object.size() / 1e6));
        MDC.remove("video");
    }

    private void queueInspection(String video) {
        ledger.run(new OpenShares(video));
        ledger.run(new InsertTask(
                video + ".inspect.0", video, TaskKind.INSPECT, 0, TaskKind.INSPECT.lane(), TaskState.QUEUED, 0, 0));
    }

    /**
     * An upload that may be begun, or continued.
     *
     * @param there parts that the store has
     */
    private record Awaited(
            String key,
            @Nullable String type,
            long size,
            @Nullable String uploadId,
            @Nullable Long partSize,
            List<Part> there,
            Instant expiresAt) {}

    private Upload offer(VideoRow video) {
        return offer(new Awaited(
                video.sourceKey(),
                video.contentType(),
                video.sourceSize() == null ? 0 : video.sourceSize(),
                video.uploadId(),
                video.partSize(),
                video.uploadId() == null ? List.of() : uploads.parts(video.sourceKey(), video.uploadId()),
                video.expiresAt() == null ? Instant.now() : video.expiresAt()));
    }

    private Upload offer(Awaited upload) {
        Instant expiresAt = upload.expiresAt();
        Duration left = Duration.between(Instant.now(), expiresAt);
        // A presigned URL is valid for 7 days at most, and must be valid for at least a moment.
        Duration validity = left.compareTo(Duration.ofDays(7)) > 0
                ? Duration.ofDays(7)
                : left.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofMinutes(1) : left;
        String key = upload.key();
        long size = upload.size();
        @Nullable String uploadId = upload.uploadId();
        @Nullable Long partSize = upload.partSize();
        if (uploadId == null || partSize == null) {
            @Nullable String type = upload.type();
            return Upload.put(
                    urls.put(key, type, size, validity),
                    type == null ? Map.of() : Map.of("Content-Type", type),
                    expiresAt);
        }
        List<UploadedPart> uploaded = upload.there().stream()
                .map(part -> new UploadedPart(part.partNumber(), part.eTag(), part.size()))
                .toList();
        Set<Integer> have = uploaded.stream().map(UploadedPart::number).collect(Collectors.toSet());
        List<Upload.Part> missing = new ArrayList<>();
        for (int number = 1; number <= partCount(size, partSize); number++) {
            if (!have.contains(number)) {
                long bytes = Math.min(partSize, size - (number - 1) * partSize);
                missing.add(new Upload.Part(number, urls.part(key, uploadId, number, bytes, validity)));
            }
        }
        return Upload.multipart(uploadId, partSize, missing, uploaded, expiresAt);
    }

    private void completeParts(VideoRow video, String uploadId) {
        List<Part> parts = uploads.parts(video.sourceKey(), uploadId);
        long size = video.sourceSize() == null ? 0 : video.sourceSize();
        long partSize = video.partSize() == null ? size : video.partSize();
        Set<Integer> missing = new TreeSet<>();
        for (int number = 1; number <= partCount(size, partSize); number++) {
            missing.add(number);
        }
        parts.forEach(part -> missing.remove(part.partNumber()));
        if (!missing.isEmpty()) {
            throw new Refused(FailureCode.UPLOAD_INCOMPLETE, "Parts " + missing + " are missing.");
        }
        uploads.completeMultipart(video.sourceKey(), uploadId, parts);
    }

    /** In this order: a request that is repeated meanwhile waits, finds the video, and counts for nothing. */
    private int registered(RegisterVideo video) {
        String token = video.uploadToken();
        return token == null
                ? ledger.run(video)
                : ledger.atomically(() -> {
                    int rows = ledger.run(video);
                    if (rows == 1 && ledger.run(new CountRegistration(token, video.tenant())) == 0) {
                        throw new Refused(FailureCode.UPLOAD_TOKEN_SPENT);
                    }
                    return rows;
                });
    }

    private Registered repeated(VideoRow earlier, @Nullable String digest) {
        if (!Objects.equals(digest, earlier.requestDigest())) {
            throw new Refused(FailureCode.IDEMPOTENCY_MISMATCH);
        }
        return new Registered(earlier.id(), earlier.status(), offer(earlier));
    }

    private VideoRow video(String id, @Nullable String tenant) {
        return ledger.askOne(new FindVideo(id, tenant)).orElseThrow(() -> new Refused(FailureCode.VIDEO_NOT_FOUND));
    }

    private Profile profile(@Nullable String name) {
        return profiles.require(name == null ? properties.defaultProfile() : name);
    }

    /** At least the configured size, in whole MiB, and so large that no upload has more than 1,000 parts. */
    private long partSize(long size) {
        long needed = (size + MOST_PARTS - 1) / MOST_PARTS;
        return Math.max(properties.partSize().toBytes(), (needed + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE);
    }

    private static int partCount(long size, long partSize) {
        return (int) ((size + partSize - 1) / partSize);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
