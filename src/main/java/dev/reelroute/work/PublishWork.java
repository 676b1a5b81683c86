package dev.reelroute.work;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reelroute.check.StoredObject;
import dev.reelroute.check.VideoCheck;
import dev.reelroute.encode.EncodedTrack;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ReadyVideo;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.plan.Plan;
import dev.reelroute.publish.Manifests;
import dev.reelroute.publish.ProgressiveCommand;
import dev.reelroute.publish.Remux;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.StoreProperties;
import dev.reelroute.store.StoredFile;
import dev.reelroute.store.UploadDesk;
import dev.reelroute.task.ClaimLost;
import dev.reelroute.task.Claims;
import dev.reelroute.task.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The steps of {@code publish.camel.yaml}: from encoded pieces to a video that is checked and ready. */
@Component
public class PublishWork {

    private static final Logger LOG = LoggerFactory.getLogger(PublishWork.class);
    private static final TypeReference<List<EncodedTrack>> TRACKS = new TypeReference<>() {};

    private final Ledger ledger;
    private final Json json;
    private final VideoCheck check;
    private final Manifests manifests;
    private final ProgressiveCommand progressive;
    private final Invocations invocations;
    private final UploadDesk store;
    private final String bucket;
    private final Claims claims;

    PublishWork(
            Ledger ledger,
            Json json,
            VideoCheck check,
            Manifests manifests,
            ProgressiveCommand progressive,
            Invocations invocations,
            UploadDesk store,
            StoreProperties storeProperties,
            Claims claims) {
        this.ledger = ledger;
        this.json = json;
        this.check = check;
        this.manifests = manifests;
        this.progressive = progressive;
        this.invocations = invocations;
        this.store = store;
        this.bucket = storeProperties.bucket();
        this.claims = claims;
    }

    /**
     * A video on its way to being published.
     *
     * @param tracks one for each rendition, whole
     * @param remux how the progressive MP4 is made of them
     */
    public record Publication(Work work, Plan plan, List<EncodedTrack> tracks, Remux remux) {

        String prefix() {
            return ObjectKeys.videoPrefix(work.video().id());
        }
    }

    /** Puts the pieces together and checks that they are one video. */
    public Publication gather(Work work) {
        Plan plan = json.read(work.video().plan(), Plan.class);
        List<EncodedTrack> pieces = new ArrayList<>();
        for (TaskRow task : ledger.ask(new TasksOfVideo(work.video().id()))) {
            if (task.result() != null) {
                pieces.addAll(json.read(task.result(), TRACKS));
            }
        }
        List<EncodedTrack> tracks = check.whole(plan, pieces);
        return new Publication(work, plan, tracks, progressive.remux(plan, tracks));
    }

    /** Requests for the objects that the progressive MP4 is made of. */
    public List<GetObjectRequest> ingredients(Publication publication) {
        return publication.remux().objects().stream()
                .map(key -> GetObjectRequest.builder()
                        .bucket(bucket)
                        .key(publication.prefix() + key)
                        .build())
                .toList();
    }

    /** Writes an ingredient to where FFmpeg will look for it. */
    public void keep(
            Publication publication, GetObjectRequest request, ResponseInputStream<GetObjectResponse> content) {
        String key = request.key().substring(publication.prefix().length());
        Path file = publication.work().output().resolve(key);
        try (content) {
            Files.createDirectories(file.getParent());
            Files.copy(content, file);
        } catch (IOException e) {
            throw new Setback(FailureCode.STORE_UNAVAILABLE, "A segment could not be fetched: " + e.getMessage(), e);
        }
    }

    public Invocation progressive(Publication publication) {
        publication.remux().lists().forEach((name, text) -> write(publication, name, text));
        return invocations.remux(
                publication.work(),
                publication.remux().arguments(),
                publication.plan().grid().duration());
    }

    /** The MP4 and all playlists but the entry points. */
    public List<StoredFile> parts(Publication publication) {
        List<StoredFile> files = new ArrayList<>();
        files.add(stored(publication, ProgressiveCommand.OUTPUT));
        texts(publication).forEach((key, text) -> {
            if (!isEntryPoint(key)) {
                write(publication, key, text);
                files.add(stored(publication, key));
            }
        });
        return files;
    }

    /** Checks that all that the entry points will lead to is in the bucket, and gives the entry points. */
    public List<StoredFile> entryPoints(Publication publication) {
        Map<String, String> texts = texts(publication);
        List<String> others = Stream.concat(
                        Stream.of(ProgressiveCommand.OUTPUT, "poster.jpg"),
                        texts.keySet().stream().filter(key -> !isEntryPoint(key)))
                .toList();
        Map<String, StoredObject> listing = store.list(publication.prefix()).entrySet().stream()
                .collect(Collectors.toMap(
                        object -> object.getKey().substring(publication.prefix().length()),
                        object -> new StoredObject(object.getValue(), null)));
        check.stored(publication.tracks(), others, listing);
        List<StoredFile> files = new ArrayList<>();
        texts.forEach((key, text) -> {
            if (isEntryPoint(key)) {
                write(publication, key, text);
                files.add(stored(publication, key));
            }
        });
        return files;
    }

    /** The one compare-and-set that makes the video ready. */
    public void record(Publication publication) {
        Work work = publication.work();
        boolean storyboard = publication.plan().stills().count() > 0;
        claims.finish(work.claim(), null, () -> {
            if (ledger.run(new ReadyVideo(work.video().id(), storyboard)) == 0) {
                throw new ClaimLost(work.claim());
            }
        });
        // The claim has ended, and with it what the log knew of whose work this was.
        MDC.put("video", work.video().id());
        LOG.info(
                "Ready, {} s after its registration",
                Duration.between(work.video().createdAt(), Instant.now()).toSeconds());
        MDC.remove("video");
    }

    private Map<String, String> texts(Publication publication) {
        return manifests.whole(publication.plan(), publication.tracks());
    }

    private static boolean isEntryPoint(String key) {
        return !key.contains("/") && (key.endsWith(".m3u8") || key.endsWith(".mpd"));
    }

    private static StoredFile stored(Publication publication, String key) {
        return Results.file(
                publication.work().video().id(),
                key,
                publication.work().output().resolve(key));
    }

    private static void write(Publication publication, String name, String text) {
        Path file = publication.work().output().resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
    }
}
