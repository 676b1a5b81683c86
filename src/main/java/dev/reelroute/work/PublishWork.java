package dev.reelroute.work;

import dev.reelroute.check.Fault;
import dev.reelroute.check.MadeObject;
import dev.reelroute.check.ManifestCheck;
import dev.reelroute.check.ProgressiveCheck;
import dev.reelroute.check.StillsCheck;
import dev.reelroute.check.StoredObject;
import dev.reelroute.check.VideoCheck;
import dev.reelroute.check.WrongPiece;
import dev.reelroute.encode.EncodedTrack;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ReadyVideo;
import dev.reelroute.ledger.Statements.Republish;
import dev.reelroute.ledger.Statements.SubtitlesOfVideo;
import dev.reelroute.ledger.Statements.SubtitlesRow;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.Statements.TouchVideo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.media.Digest;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.notify.News;
import dev.reelroute.notify.Outbox;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.TextRendition;
import dev.reelroute.publish.Manifests;
import dev.reelroute.publish.ProgressiveCommand;
import dev.reelroute.publish.Remux;
import dev.reelroute.publish.StoryboardCommand;
import dev.reelroute.publish.TextTrack;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoreProperties;
import dev.reelroute.store.StoredFile;
import dev.reelroute.store.UploadDesk;
import dev.reelroute.task.ClaimLost;
import dev.reelroute.task.Claims;
import dev.reelroute.task.PiecesWrong;
import dev.reelroute.task.PiecesWrong.Piece;
import dev.reelroute.task.Work;
import dev.reelroute.text.CueReader;
import dev.reelroute.text.UnreadableText;
import dev.reelroute.text.WebVtt;
import dev.reelroute.work.Results.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** So many faults are named; where there are more, these tell enough. */
    private static final int MOST_FAULTS = 3;

    private final Ledger ledger;
    private final Json json;
    private final VideoCheck check;
    private final ManifestCheck manifestCheck;
    private final ProgressiveCheck progressiveCheck;
    private final StillsCheck stillsCheck;
    private final Manifests manifests;
    private final ProgressiveCommand progressive;
    private final StoryboardCommand storyboard;
    private final Invocations invocations;
    private final UploadDesk store;
    private final String bucket;
    private final Claims claims;
    private final Outbox outbox;

    PublishWork(
            Ledger ledger,
            Json json,
            VideoCheck check,
            ManifestCheck manifestCheck,
            ProgressiveCheck progressiveCheck,
            StillsCheck stillsCheck,
            Manifests manifests,
            ProgressiveCommand progressive,
            StoryboardCommand storyboard,
            Invocations invocations,
            UploadDesk store,
            StoreProperties storeProperties,
            Claims claims,
            Outbox outbox) {
        this.ledger = ledger;
        this.json = json;
        this.check = check;
        this.manifestCheck = manifestCheck;
        this.progressiveCheck = progressiveCheck;
        this.stillsCheck = stillsCheck;
        this.manifests = manifests;
        this.progressive = progressive;
        this.storyboard = storyboard;
        this.invocations = invocations;
        this.store = store;
        this.bucket = storeProperties.bucket();
        this.claims = claims;
        this.outbox = outbox;
    }

    /**
     * A video on its way to being published.
     *
     * @param tracks one for each rendition, whole
     * @param pieces what the tracks are made of, and the stills, by key
     * @param subtitles that were uploaded
     * @param progressive how the MP4 is made of them
     * @param storyboard how the storyboard is made of them
     * @param warnings of what was odd about the pieces
     */
    public record Publication(
            Work work,
            Plan plan,
            List<EncodedTrack> tracks,
            Map<String, StoredPiece> pieces,
            Remux progressive,
            Remux storyboard,
            List<SubtitlesRow> subtitles,
            List<Warning> warnings) {

        /** It was published before, and only its texts have changed: all that is played stays as it is. */
        public boolean isAgain() {
            return work.video().status() == VideoStatus.READY;
        }

        String prefix() {
            return ObjectKeys.videoPrefix(work.video().id());
        }

        /** What FFmpeg will read, to the keys of its pieces. */
        Map<String, List<String>> files() {
            Map<String, List<String>> files = new LinkedHashMap<>(progressive.files());
            files.putAll(storyboard.files());
            return files;
        }
    }

    /**
     * Uploaded subtitles as they will be published.
     *
     * @param file in the work's folder, cut to the video
     */
    public record Subtitles(TextTrack track, StoredFile file) {}

    /** An object and the task that made it. */
    record StoredPiece(MadeObject object, Piece maker) {}

    /**
     * Puts the pieces together and checks that they are one video, and in the bucket as they were made.
     *
     * @throws PiecesWrong when some are to be made again
     */
    public Publication gather(Work work) {
        Plan plan = json.read(work.video().plan(), Plan.class);
        List<TaskRow> tasks = ledger.ask(new TasksOfVideo(work.video().id()));
        List<EncodedTrack> tracks = new ArrayList<>();
        Map<String, StoredPiece> pieces = new LinkedHashMap<>();
        List<TaskRow> damaged = new ArrayList<>();
        for (TaskRow task : tasks) {
            if (task.result() != null) {
                Result result = json.read(task.result(), Result.class);
                if (result.damaged()) {
                    damaged.add(task);
                }
                tracks.addAll(result.tracks());
                result.objects().forEach(object -> pieces.put(object.key(), new StoredPiece(object, piece(task))));
            }
        }
        List<EncodedTrack> whole = whole(plan, tracks, tasks);
        Publication publication = new Publication(
                work,
                plan,
                whole,
                pieces,
                progressive.remux(plan, whole),
                storyboard.remux(plan, whole),
                ledger.ask(new SubtitlesOfVideo(work.video().id())),
                Damage.warnings(plan, damaged));
        require(publication, check.stored(objects(publication), listing(publication)));
        return publication;
    }

    private List<EncodedTrack> whole(Plan plan, List<EncodedTrack> tracks, List<TaskRow> tasks) {
        try {
            return check.whole(plan, tracks);
        } catch (WrongPiece wrong) {
            throw new PiecesWrong(List.of(maker(plan, wrong, tasks)), differs(wrong.what()));
        }
    }

    private static Piece maker(Plan plan, WrongPiece wrong, List<TaskRow> tasks) {
        Grid grid = plan.grid();
        List<String> sounds = plan.audio().stream().map(AudioRendition::name).toList();
        boolean sound = sounds.contains(wrong.rendition());
        TaskKind kind = sound ? TaskKind.ENCODE_AUDIO : TaskKind.ENCODE_VIDEO;
        long ordinal = sound
                ? sounds.indexOf(wrong.rendition())
                : Math.min(grid.chunks() - 1L, wrong.segment() * grid.segmentFrames() / grid.chunkFrames());
        return tasks.stream()
                .filter(task -> task.kind() == kind && task.ordinal() == ordinal)
                .findFirst()
                .map(PublishWork::piece)
                .orElseThrow(() -> differs(wrong.what()));
    }

    private static Piece piece(TaskRow task) {
        return new Piece(task.id(), task.attempt());
    }

    private static Setback differs(String what) {
        return new Setback(FailureCode.OUTPUT_CHECK_FAILED, what);
    }

    /** What is wrong with the work of others goes back to them; what is wrong with our own is tried again. */
    private static void require(Publication publication, List<Fault> faults) {
        if (faults.isEmpty()) {
            return;
        }
        Setback setback =
                differs(faults.stream().limit(MOST_FAULTS).map(Fault::toString).collect(Collectors.joining(" ")));
        List<Piece> makers = faults.stream()
                .map(fault -> publication.pieces().get(fault.key()))
                .filter(Objects::nonNull)
                .map(StoredPiece::maker)
                .distinct()
                .toList();
        // What is played is not made anew under its viewers.
        throw makers.isEmpty() || publication.isAgain() ? setback : new PiecesWrong(makers, setback);
    }

    /** Those that the progressive MP4 is copied from, pictures first. */
    private static List<EncodedTrack> progressiveTracks(Publication publication) {
        return publication.tracks().stream()
                .filter(track -> publication.progressive().files().values().stream()
                        .anyMatch(pieces -> pieces.contains(track.init())))
                .toList();
    }

    private static List<MadeObject> objects(Publication publication) {
        return publication.pieces().values().stream().map(StoredPiece::object).toList();
    }

    private Map<String, StoredObject> listing(Publication publication) {
        return store.list(publication.prefix()).entrySet().stream()
                .collect(Collectors.toMap(
                        object -> object.getKey().substring(publication.prefix().length()),
                        object -> new StoredObject(
                                object.getValue().bytes(), object.getValue().etag(), null, null)));
    }

    /** Requests for the objects that MP4 and storyboard are made of. */
    public List<GetObjectRequest> ingredients(Publication publication) {
        return publication.files().values().stream()
                .flatMap(List::stream)
                .map(key -> GetObjectRequest.builder()
                        .bucket(bucket)
                        .key(publication.prefix() + key)
                        .build())
                .toList();
    }

    /** Puts an ingredient to the end of what FFmpeg will read. */
    public void keep(
            Publication publication, GetObjectRequest request, ResponseInputStream<GetObjectResponse> content) {
        String key = request.key().substring(publication.prefix().length());
        String file = publication.files().entrySet().stream()
                .filter(each -> each.getValue().contains(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        Digest digest;
        try (content;
                OutputStream out = FragmentedFile.append(
                        PrivateFiles.file(publication.work().output().resolve(file)))) {
            digest = Digest.copy(content, out);
        } catch (IOException e) {
            throw new Setback(FailureCode.STORE_UNAVAILABLE, "A segment could not be fetched: " + e.getMessage(), e);
        }
        StoredPiece piece = publication.pieces().get(key);
        if (piece != null && !piece.object().digest().equals(digest)) {
            require(publication, List.of(new Fault(key, "has other content than was made")));
        }
    }

    public Invocation progressive(Publication publication) {
        return invocation(publication, Purpose.MAKE_MP4, publication.progressive());
    }

    public Invocation storyboard(Publication publication) {
        return invocation(publication, Purpose.MAKE_STORYBOARD, publication.storyboard());
    }

    private Invocation invocation(Publication publication, Purpose purpose, Remux remux) {
        return invocations.remux(
                publication.work(),
                purpose,
                publication.plan(),
                remux.arguments(),
                publication.plan().grid().duration());
    }

    /** Writes the uploaded subtitles, cut to the video. */
    public List<Subtitles> subtitles(Publication publication) {
        long duration = Math.round(publication.plan().grid().duration() * 1000);
        List<Subtitles> all = new ArrayList<>();
        for (SubtitlesRow row : publication.subtitles()) {
            String name = "subtitles-" + row.language();
            try {
                String text = WebVtt.subtitles(WebVtt.within(CueReader.read(row.content()), 0, duration));
                StoredFile file = Results.subtitles(publication.work(), name, text);
                String key = file.key().substring(publication.prefix().length());
                all.add(new Subtitles(
                        new TextTrack(name, row.language(), row.label(), row.kind(), false, key, file.bytes()), file));
            } catch (UnreadableText | IOException e) {
                throw new Setback(FailureCode.INTERNAL_ERROR, e.getMessage(), e);
            }
        }
        return all;
    }

    /**
     * The subtitles, the MP4, the storyboard and all playlists but the entry points. Those are written, too, but given only
     * when all else is there.
     *
     * @param subtitles as {@link #subtitles} gave them
     */
    public List<StoredFile> parts(Publication publication, List<Subtitles> subtitles) {
        List<StoredFile> files = new ArrayList<>();
        if (!publication.isAgain()) {
            progressiveCheck.require(
                    publication.work().output().resolve(ProgressiveCommand.OUTPUT), progressiveTracks(publication));
            files.add(stored(publication, ProgressiveCommand.OUTPUT));
            stillsCheck
                    .sprites(publication.plan().stills(), publication.work().output())
                    .forEach(sprite -> files.add(stored(publication, sprite)));
        }
        subtitles.forEach(each -> files.add(each.file()));
        texts(publication, subtitles).forEach((key, text) -> {
            write(publication, key, text);
            if (!isEntryPoint(key)) {
                files.add(stored(publication, key));
            }
        });
        return files;
    }

    /**
     * Checks that all that the entry points will lead to is in the bucket, and gives the entry points.
     *
     * @param subtitles as {@link #subtitles} gave them
     * @param parts as {@link #parts} gave them
     */
    public List<StoredFile> entryPoints(Publication publication, List<Subtitles> subtitles, List<StoredFile> parts) {
        List<MadeObject> expected = new ArrayList<>(objects(publication));
        parts.forEach(
                part -> expected.add(Results.made(publication.work().video().id(), part)));
        Map<String, StoredObject> listing = listing(publication);
        Set<String> folders = new HashSet<>();
        for (MadeObject object : expected) {
            // A question for each segment of a long film would take minutes; all of a folder are put by the same step.
            boolean segment = object.key().endsWith(".m4s");
            if (!segment || folders.add(object.key().substring(0, object.key().indexOf('/')))) {
                served(publication, object.key()).ifPresent(served -> listing.put(object.key(), served));
            }
        }
        require(publication, check.stored(expected, listing));
        Map<String, String> written = new LinkedHashMap<>();
        texts(publication, subtitles).keySet().forEach(key -> written.put(key, read(publication, key)));
        require(
                publication,
                manifestCheck.faults(
                        publication.plan(),
                        publication.tracks(),
                        tracks(publication, subtitles),
                        written,
                        listing.keySet()));
        return written.keySet().stream()
                .filter(PublishWork::isEntryPoint)
                .map(key -> stored(publication, key))
                .toList();
    }

    /** Checks that the entry points have arrived, too. */
    public void confirm(Publication publication, List<StoredFile> entryPoints) {
        List<MadeObject> expected = entryPoints.stream()
                .map(file -> Results.made(publication.work().video().id(), file))
                .toList();
        Map<String, StoredObject> stored = new HashMap<>();
        for (MadeObject object : expected) {
            served(publication, object.key()).ifPresent(served -> stored.put(object.key(), served));
        }
        require(publication, check.stored(expected, stored));
    }

    private Optional<StoredObject> served(Publication publication, String key) {
        return store.served(publication.prefix() + key)
                .map(served ->
                        new StoredObject(served.bytes(), served.etag(), served.contentType(), served.cacheControl()));
    }

    /** The one compare-and-set that makes the video ready. */
    public void record(Publication publication) {
        Work work = publication.work();
        boolean storyboard = publication.plan().stills().count() > 0;
        String source = json.write(publication.plan().source().with(publication.warnings()));
        claims.finish(work.claim(), null, () -> {
            String video = work.video().id();
            if (publication.isAgain()) {
                ledger.run(new TouchVideo(video));
            } else if (ledger.run(new ReadyVideo(video, storyboard, source)) == 0) {
                throw new ClaimLost(work.claim());
            } else {
                outbox.add(video, News.READY);
            }
            // The row of the video is ours until the end: what came since the beginning is seen here, or sees this end.
            if (!ledger.ask(new SubtitlesOfVideo(video)).equals(publication.subtitles())) {
                ledger.run(new Republish(video));
            }
        });
        if (publication.isAgain()) {
            return;
        }
        // The claim has ended, and with it what the log knew of whose work this was.
        MDC.put("video", work.video().id());
        LOG.info(
                "Ready, {} s after its registration",
                Duration.between(work.video().createdAt(), Instant.now()).toSeconds());
        MDC.remove("video");
    }

    private Map<String, String> texts(Publication publication, List<Subtitles> subtitles) {
        return manifests.whole(publication.plan(), publication.tracks(), tracks(publication, subtitles));
    }

    /** The source's own, then those that were uploaded. */
    private static List<TextTrack> tracks(Publication publication, List<Subtitles> subtitles) {
        List<TextTrack> tracks = new ArrayList<>();
        for (TextRendition text : publication.plan().texts()) {
            for (MadeObject object : objects(publication)) {
                if (object.key().startsWith(text.name() + "/")) {
                    tracks.add(new TextTrack(
                            text.name(),
                            text.language(),
                            text.label(),
                            text.kind(),
                            text.isDefault(),
                            object.key(),
                            object.bytes()));
                }
            }
        }
        subtitles.forEach(each -> tracks.add(each.track()));
        return tracks;
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

    /** As a player will read it: from what was written, not from what was meant. */
    private static String read(Publication publication, String name) {
        try {
            return Files.readString(publication.work().output().resolve(name));
        } catch (IOException e) {
            throw differs(name + " cannot be read: " + e.getMessage());
        }
    }

    private static void write(Publication publication, String name, String text) {
        Path file = publication.work().output().resolve(name);
        try {
            PrivateFiles.folder(Objects.requireNonNull(file.getParent()));
            Files.writeString(PrivateFiles.file(file), text);
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
    }
}
