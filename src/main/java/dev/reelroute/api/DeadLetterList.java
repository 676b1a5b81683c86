package dev.reelroute.api;

import dev.reelroute.ledger.Statements.FailedTask;
import java.time.Instant;
import java.util.List;

/** Work that failed for good, newest first. */
public record DeadLetterList(List<Item> items) {

    /**
     * @param task kind and number, such as {@code ENCODE_VIDEO 3}
     * @param attempts how often it was begun
     */
    public record Item(
            String video, String filename, String task, int attempts, VideoView.Problem error, Instant failedAt) {

        static Item of(FailedTask task) {
            return new Item(
                    task.videoId(),
                    task.filename(),
                    task.kind() + " " + task.ordinal(),
                    task.attempt(),
                    new VideoView.Problem(task.errorCode(), task.errorMessage(), task.errorDetail()),
                    task.finishedAt());
        }
    }
}
