package dev.reelroute.work;

import dev.reelroute.encode.EarlyCommand;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.DueEarlySweeps;
import dev.reelroute.ledger.Statements.DueSweeps;
import dev.reelroute.ledger.Statements.MarkEarlySwept;
import dev.reelroute.ledger.Statements.MarkSwept;
import dev.reelroute.ledger.Statements.RemoveVideo;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.UploadDesk;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Removes what cancelled, deleted and given-up videos left in the bucket. */
@Component
public class Sweeps {

    private final Ledger ledger;
    private final UploadDesk uploads;
    private final Duration keepEarly;

    Sweeps(Ledger ledger, UploadDesk uploads, @Value("${reelroute.early.keep}") Duration keepEarly) {
        this.ledger = ledger;
        this.uploads = uploads;
        this.keepEarly = keepEarly;
    }

    /** Videos to be swept, to which no worker can be writing any more. */
    public List<VideoRow> due() {
        return ledger.ask(new DueSweeps());
    }

    /** What to remove: the results, and with a deleted video or an upload that never ended, the upload as well. */
    public List<String> prefixes(VideoRow video) {
        if (video.uploadId() != null) {
            uploads.abortMultipart(video.sourceKey(), video.uploadId());
        }
        String results = ObjectKeys.videoPrefix(video.id());
        return video.deletedAt() != null || video.sourceEtag() == null
                ? List.of(results, video.sourceKey())
                : List.of(results);
    }

    public List<String> keys(List<S3Object> objects) {
        return objects.stream().map(S3Object::key).toList();
    }

    public void done(VideoRow video) {
        ledger.run(video.deletedAt() == null ? new MarkSwept(video.id()) : new RemoveVideo(video.id()));
    }

    /** Ready videos whose early stream has had its time. */
    public List<VideoRow> dueEarly() {
        return ledger.ask(new DueEarlySweeps((int) keepEarly.toSeconds()));
    }

    /** The early stream, of all attempts. */
    public String earlyPrefix(VideoRow video) {
        return ObjectKeys.videoPrefix(video.id()) + EarlyCommand.FOLDER + "-";
    }

    public void doneEarly(VideoRow video) {
        ledger.run(new MarkEarlySwept(video.id()));
    }
}
