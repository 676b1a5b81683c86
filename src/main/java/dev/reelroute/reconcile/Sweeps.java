package dev.reelroute.reconcile;

import dev.reelroute.encode.EarlyCommand;
import dev.reelroute.encode.Result;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.CloseUpload;
import dev.reelroute.ledger.Statements.ClosedUpload;
import dev.reelroute.ledger.Statements.DueEarlySweeps;
import dev.reelroute.ledger.Statements.DueSweep;
import dev.reelroute.ledger.Statements.EmptyClosedUpload;
import dev.reelroute.ledger.Statements.EndedUploads;
import dev.reelroute.ledger.Statements.FindVideoByKey;
import dev.reelroute.ledger.Statements.ForgetClosedUpload;
import dev.reelroute.ledger.Statements.MarkEarlySwept;
import dev.reelroute.ledger.Statements.MarkSwept;
import dev.reelroute.ledger.Statements.RemoveVideo;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.ObjectStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Removes from the bucket what cancelled, deleted and given-up videos left, and the objects of attempts that lost. */
@Component
public class Sweeps {

    /** S3's limit for one request to delete. */
    private static final int MOST_KEYS = 1000;
    /** Objects that tasks store one by one, under names that contain their attempt or content. */
    private static final Pattern PIECE = Pattern.compile(".*(\\.m4s|/init-[^/]+\\.mp4)");

    private static final String EARLY = EarlyCommand.FOLDER + "-";
    /** Removed first, so that no playlist is visible whose segments are gone. */
    private static final Comparator<String> ENTRY_POINTS_FIRST = Comparator.comparing(
                    (String key) -> key.matches(".*\\.(m3u8|mpd)") ? 0 : 1)
            .thenComparing(key -> key.endsWith("/master.m3u8") ? 0 : 1);

    private final Ledger ledger;
    private final Json json;
    private final ObjectStore uploads;
    private final Duration keepEarly;

    Sweeps(Ledger ledger, Json json, ObjectStore uploads, @Value("${reelroute.early.keep}") Duration keepEarly) {
        this.ledger = ledger;
        this.json = json;
        this.uploads = uploads;
        this.keepEarly = keepEarly;
    }

    /**
     * Videos to be swept, to which no worker can write any more. Each is read again when its turn comes: by then
     * another process may have swept it, and its user may have started it again.
     */
    public Iterator<VideoRow> due() {
        return Stream.iterate(
                        next(""),
                        Optional::isPresent,
                        last -> next(last.orElseThrow().id()))
                .flatMap(Optional::stream)
                .iterator();
    }

    private Optional<VideoRow> next(String after) {
        return ledger.askOne(new DueSweep(after));
    }

    /**
     * The keys to remove, in lists of at most what one request may name: of a ready video the attempts that lost; of
     * any other video all results; of a deleted video, and of one whose upload never ended, the upload too. Never a key
     * that only begins in the same way.
     */
    public List<List<String>> objects(VideoRow video) {
        String prefix = ObjectKeys.videoPrefix(video.id());
        if (isReady(video)) {
            return requests(losers(video, prefix));
        }
        boolean isForgotten = video.deletedAt() != null || video.sourceEtag() == null;
        return requests(Stream.concat(
                isForgotten && isItsOwn(video) ? Stream.of(video.sourceKey()) : Stream.empty(), keys(prefix).stream()));
    }

    /** Another video may be made from the same key, or another object may be there now, from which one will be made. */
    private boolean isItsOwn(VideoRow video) {
        boolean isShared = ledger.ask(new FindVideoByKey(video.sourceKey())).stream()
                .anyMatch(other -> !other.id().equals(video.id()) && other.deletedAt() == null);
        return !isShared
                && uploads.head(video.sourceKey())
                        .filter(stored -> video.registered()
                                || video.sourceEtag() == null
                                || stored.etag().equals(video.sourceEtag()))
                        .isPresent();
    }

    /** Pieces that are no task's result, and early streams that are not shown: those of attempts that lost. */
    private Stream<String> losers(VideoRow video, String prefix) {
        Set<String> winners = ledger.ask(new TasksOfVideo(video.id())).stream()
                .flatMap(task -> Stream.ofNullable(task.result()))
                .flatMap(result -> json.read(result, Result.class).objects().stream())
                .map(object -> prefix + object.key())
                .collect(Collectors.toSet());
        return keys(prefix).stream()
                .filter(key -> key.startsWith(prefix + EARLY)
                        ? !isShownEarly(video, key.substring(prefix.length()))
                        : PIECE.matcher(key).matches() && !winners.contains(key));
    }

    private List<String> keys(String prefix) {
        return uploads.list(prefix).keySet().stream().sorted(ENTRY_POINTS_FIRST).toList();
    }

    private static List<List<String>> requests(Stream<String> keys) {
        List<String> all = keys.toList();
        return IntStream.iterate(0, from -> from < all.size(), from -> from + MOST_KEYS)
                .mapToObj(from -> all.subList(from, Math.min(all.size(), from + MOST_KEYS)))
                .toList();
    }

    private static boolean isShownEarly(VideoRow video, String key) {
        String playlist = video.early();
        return playlist != null && key.startsWith(playlist.substring(0, playlist.indexOf('/') + 1));
    }

    private static boolean isReady(VideoRow video) {
        return video.status() == VideoStatus.READY && video.deletedAt() == null;
    }

    /** All objects are gone: now the parts of an upload are removed, and the row of a deleted video. */
    public void done(VideoRow video) {
        if (!isReady(video) && video.uploadId() != null) {
            uploads.abortMultipart(video.sourceKey(), video.uploadId());
        }
        if (video.deletedAt() == null) {
            ledger.run(new MarkSwept(video.id(), video.revision()));
        } else {
            ledger.atomically(() -> ledger.run(new CloseUpload(video.id())) + ledger.run(new RemoveVideo(video.id())));
        }
    }

    /**
     * Keys of deleted videos' uploads, to be removed once more: their URLs have brought something, or have expired, and may
     * have brought something that nobody saw.
     */
    public List<String> endedUploads() {
        return ledger.ask(new EndedUploads()).stream()
                .map(ClosedUpload::sourceKey)
                .toList();
    }

    public void forgetUploads(List<String> keys) {
        for (String key : keys) {
            if (ledger.run(new ForgetClosedUpload(key)) == 0) {
                ledger.run(new EmptyClosedUpload(key));
            }
        }
    }

    /** Ready videos whose early stream is old enough to be removed. */
    public List<VideoRow> dueEarly() {
        return ledger.ask(new DueEarlySweeps((int) keepEarly.toSeconds()));
    }

    /** The early stream, of all attempts. */
    public List<List<String>> earlyObjects(VideoRow video) {
        return requests(keys(ObjectKeys.videoPrefix(video.id()) + EARLY).stream());
    }

    public void doneEarly(VideoRow video) {
        ledger.run(new MarkEarlySwept(video.id()));
    }
}
