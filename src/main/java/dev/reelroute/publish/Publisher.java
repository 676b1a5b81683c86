package dev.reelroute.publish;

import static dev.reelroute.ledger.Statements.EVERY_TENANT;

import dev.reelroute.check.ProgressiveCheck;
import dev.reelroute.check.StillsCheck;
import dev.reelroute.encode.Piece;
import dev.reelroute.encode.Result;
import dev.reelroute.encode.TextPiece;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.MediaKeys;
import dev.reelroute.ledger.Statements.ReadyVideo;
import dev.reelroute.ledger.Statements.Republish;
import dev.reelroute.ledger.Statements.SubtitlesOfVideo;
import dev.reelroute.ledger.Statements.SubtitlesRow;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.Statements.TouchVideo;
import dev.reelroute.media.Digest;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.media.MadeObject;
import dev.reelroute.media.MediaKey;
import dev.reelroute.media.StoredObject;
import dev.reelroute.notify.News;
import dev.reelroute.notify.Outbox;
import dev.reelroute.plan.Plan;
import dev.reelroute.publish.Publication.Ingredient;
import dev.reelroute.publish.Publication.Subtitles;
import dev.reelroute.store.ObjectStore;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoreProperties;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.ClaimLost;
import dev.reelroute.task.Claims;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.RedoPieces;
import dev.reelroute.task.Work;
import dev.reelroute.text.CueReader;
import dev.reelroute.text.TextTrack;
import dev.reelroute.text.UnreadableText;
import dev.reelroute.text.WebVtt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The steps of {@code publish.camel.yaml}: gets for a {@link Publication} what it needs from the ledger, the store and
 * the task's folder.
 */
@Component
public class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Ledger ledger;
    private final Json json;
    private final Invocations invocations;
    private final ObjectStore store;
    private final String bucket;
    private final Claims claims;
    private final Outbox outbox;
    private final MediaKeys keys;

    Publisher(
            Ledger ledger,
            Json json,
            Invocations invocations,
            ObjectStore store,
            StoreProperties storeProperties,
            Claims claims,
            Outbox outbox,
            MediaKeys keys) {
        this.ledger = ledger;
        this.json = json;
        this.invocations = invocations;
        this.store = store;
        this.bucket = storeProperties.bucket();
        this.claims = claims;
        this.outbox = outbox;
        this.keys = keys;
    }

    /**
     * Puts the pieces together and checks that they are one video, and that the bucket has them as they were made.
     *
     * @throws RedoPieces when some have to be made again
     */
    public Publication gather(Work work) {
        String video = work.video().id();
        Plan plan = json.read(work.video().plan(), Plan.class);
        Publication publication = Publication.of(
                work,
                plan,
                ledger.ask(new TasksOfVideo(video)),
                result -> json.read(result, Result.class),
                ledger.ask(new SubtitlesOfVideo(video)),
                plan.encrypted() ? keys.require(video) : null);
        publication.requireStored(publication.objects(), listing(publication));
        return publication;
    }

    private Map<String, StoredObject> listing(Publication publication) {
        return store.list(publication.prefix()).entrySet().stream()
                .collect(Collectors.toMap(object -> publication.relative(object.getKey()), Map.Entry::getValue));
    }

    /** The pieces of what MP4 and storyboard are made of. */
    public List<Ingredient> ingredients(Publication publication) {
        return publication.ingredients();
    }

    public GetObjectRequest request(Publication publication, Ingredient ingredient) {
        return GetObjectRequest.builder()
                .bucket(bucket)
                .key(publication.prefix() + ingredient.key())
                .build();
    }

    /** Writes an ingredient to its place in the file that FFmpeg will read; others are written at the same time. */
    public void keep(Publication publication, Ingredient ingredient, ResponseInputStream<GetObjectResponse> content) {
        String key = ingredient.key();
        try (content;
                OutputStream out = FragmentedFile.at(
                        PrivateFiles.file(path(publication, ingredient.file())), ingredient.offset())) {
            MediaKey secret = publication.key();
            if (secret == null || !MediaKey.isFor(key)) {
                publication.requireSame(key, Digest.copy(content, out));
            } else {
                ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
                publication.requireSame(key, Digest.copy(content, encrypted));
                byte[] plain = secret.decrypt(key, encrypted.toByteArray());
                if (plain.length != ingredient.bytes()) {
                    throw new IOException(key + " has " + plain.length + " bytes, not " + ingredient.bytes());
                }
                out.write(plain);
            }
        } catch (IOException e) {
            throw new Setback(FailureCode.STORE_UNAVAILABLE, "A segment could not be fetched: " + e.getMessage(), e);
        }
    }

    public Invocation progressive(Publication publication) {
        return invocation(publication, Purpose.MAKE_MP4, Objects.requireNonNull(publication.progressive()));
    }

    public Invocation storyboard(Publication publication) {
        return invocation(publication, Purpose.MAKE_STORYBOARD, publication.storyboard());
    }

    private Invocation invocation(Publication publication, Purpose purpose, Remux remux) {
        Plan plan = publication.plan();
        return invocations.ffmpeg(
                publication.work(),
                purpose,
                remux.arguments(),
                Piece.effort(plan, plan.grid().duration()));
    }

    /** Writes the uploaded subtitles, cut to the length of the video. */
    public List<Subtitles> subtitles(Publication publication) {
        long duration = Math.round(publication.plan().grid().duration() * 1000);
        List<Subtitles> all = new ArrayList<>();
        for (SubtitlesRow row : publication.subtitles()) {
            String name = "subtitles-" + row.language();
            try {
                String text = WebVtt.subtitles(WebVtt.within(CueReader.read(row.content()), 0, duration));
                StoredFile file = TextPiece.write(publication.work(), name, text);
                String key = publication.relative(file.key());
                all.add(new Subtitles(
                        new TextTrack(name, row.language(), row.label(), row.kind(), false, key, file.bytes()), file));
            } catch (UnreadableText | IOException e) {
                throw new Setback(FailureCode.INTERNAL_ERROR, e.getMessage(), e);
            }
        }
        return all;
    }

    /**
     * The subtitles, the MP4, the storyboard and all playlists except the entry points. The entry points are written to
     * disk too, but returned only when all other objects are in the bucket.
     *
     * @param subtitles as {@link #subtitles} returned them
     */
    public List<StoredFile> parts(Publication publication, List<Subtitles> subtitles) {
        List<StoredFile> files = new ArrayList<>();
        if (!publication.isAgain()) {
            if (publication.progressive() != null) {
                new ProgressiveCheck()
                        .require(path(publication, ProgressiveCommand.OUTPUT), publication.progressiveTracks());
                files.add(file(publication, ProgressiveCommand.OUTPUT));
            }
            new StillsCheck()
                    .sprites(publication.plan().stills(), publication.work().output())
                    .forEach(sprite -> files.add(file(publication, sprite)));
        }
        subtitles.forEach(each -> files.add(each.file()));
        publication.manifests(subtitles).forEach((key, text) -> {
            write(publication, key, text);
            if (!Publication.isEntryPoint(key)) {
                files.add(file(publication, key));
            }
        });
        return files;
    }

    /** What the store answers whoever asks for an object; null when it has none. */
    public record Served(String key, @Nullable StoredObject object) {}

    /**
     * Of the objects that the entry points will lead to, those that are asked for one by one.
     *
     * @param parts as {@link #parts} returned them
     */
    public List<String> samples(Publication publication, List<StoredFile> parts) {
        return Publication.samples(expected(publication, parts));
    }

    public List<String> keys(List<StoredFile> files) {
        return files.stream().map(file -> file.made().key()).toList();
    }

    public Served served(Publication publication, String key) {
        return new Served(key, store.served(publication.prefix() + key).orElse(null));
    }

    /**
     * Checks that all objects that the entry points will lead to are in the bucket, and returns the entry points.
     *
     * @param subtitles as {@link #subtitles} returned them
     * @param parts as {@link #parts} returned them
     * @param served answers for the {@link #samples}
     */
    public List<StoredFile> entryPoints(
            Publication publication, List<Subtitles> subtitles, List<StoredFile> parts, List<Served> served) {
        Map<String, StoredObject> stored = listing(publication);
        stored.putAll(found(served));
        publication.requireStored(expected(publication, parts), stored);
        Map<String, String> written = new LinkedHashMap<>();
        publication.manifests(subtitles).keySet().forEach(key -> written.put(key, read(publication, key)));
        publication.requireManifests(written, subtitles, stored.keySet());
        return written.keySet().stream()
                .filter(Publication::isEntryPoint)
                .map(key -> file(publication, key))
                .toList();
    }

    /**
     * Checks that the entry points have arrived, too.
     *
     * @param served answers for them
     */
    public void confirm(Publication publication, List<StoredFile> entryPoints, List<Served> served) {
        publication.requireStored(entryPoints.stream().map(StoredFile::made).toList(), found(served));
    }

    private static List<MadeObject> expected(Publication publication, List<StoredFile> parts) {
        return Stream.concat(publication.objects().stream(), parts.stream().map(StoredFile::made))
                .toList();
    }

    private static Map<String, StoredObject> found(List<Served> served) {
        Map<String, StoredObject> found = new HashMap<>();
        for (Served answer : served) {
            StoredObject object = answer.object();
            if (object != null) {
                found.put(answer.key(), object);
            }
        }
        return found;
    }

    /**
     * The one compare-and-set that makes the video ready.
     *
     * @param parts as {@link #parts} returned them
     * @param entryPoints as {@link #entryPoints} returned them
     */
    public void record(Publication publication, List<StoredFile> parts, List<StoredFile> entryPoints) {
        Work work = publication.work();
        boolean storyboard = publication.plan().stills().count() > 0;
        String source = json.write(publication.source());
        List<MadeObject> made = Stream.concat(
                        publication.objects().stream(),
                        Stream.concat(parts.stream(), entryPoints.stream()).map(StoredFile::made))
                .toList();
        long bytes = made.stream().mapToLong(MadeObject::bytes).sum();
        claims.finish(work.claim(), null, () -> {
            String video = work.video().id();
            if (publication.isAgain()) {
                ledger.run(new TouchVideo(video, EVERY_TENANT));
            } else if (ledger.run(new ReadyVideo(video, storyboard, source, bytes, made.size())) == 0) {
                throw new ClaimLost(work.claim());
            } else {
                outbox.add(video, News.READY);
            }
            // The row of the video is locked for us until the end: either this code sees a change from the meantime, or
            // the change sees this end.
            if (!ledger.ask(new SubtitlesOfVideo(video)).equals(publication.subtitles())) {
                ledger.run(new Republish(video, EVERY_TENANT));
            }
        });
        if (publication.isAgain()) {
            return;
        }
        // The claim has ended, and the log's information about the task went with it.
        MDC.put("video", work.video().id());
        LOG.info(
                "Ready, {} s after its registration",
                Duration.between(work.video().createdAt(), Instant.now()).toSeconds());
        MDC.remove("video");
    }

    private static Path path(Publication publication, String key) {
        return publication.work().output().resolve(key);
    }

    private static StoredFile file(Publication publication, String key) {
        return StoredFile.of(publication.work().video().id(), key, path(publication, key));
    }

    /** As a player will read it: from the files that were written, not from the data that they were made of. */
    private static String read(Publication publication, String key) {
        try {
            return Files.readString(path(publication, key));
        } catch (IOException e) {
            throw Publication.differs(key + " cannot be read: " + e.getMessage());
        }
    }

    private static void write(Publication publication, String key, String text) {
        Path file = path(publication, key);
        try {
            PrivateFiles.folder(Objects.requireNonNull(file.getParent()));
            Files.writeString(PrivateFiles.file(file), text);
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
    }
}
