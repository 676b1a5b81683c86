package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.ledger.Statements.FailedTask;
import dev.reelroute.ledger.Statements.RefusalRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work that failed for good, and input that could not be used, newest first. */
public record DeadLetterList(List<Item> items) {

    /**
     * @param video null for input that became no video
     * @param task kind and number, such as {@code ENCODE_VIDEO 3}
     * @param attempts how often it was begun
     * @param remedy what can be done about the video; null where there is none
     * @param origin of input that became no video: the queue of a message, or the key of an object
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            @Nullable String video,
            @Nullable String filename,
            @Nullable String task,
            @Nullable Integer attempts,
            @Nullable String origin,
            VideoView.Problem error,
            @Nullable Remedy remedy,
            Instant failedAt) {

        static Item of(FailedTask task) {
            return new Item(
                    task.videoId(),
                    task.filename(),
                    task.kind() + " " + task.ordinal(),
                    task.attempt(),
                    null,
                    new VideoView.Problem(task.errorCode(), task.errorMessage(), task.errorDetail()),
                    Remedy.of(task.errorCode()),
                    task.finishedAt());
        }

        static Item of(RefusalRow refusal) {
            return new Item(
                    null,
                    null,
                    null,
                    null,
                    refusal.origin(),
                    new VideoView.Problem(refusal.errorCode(), refusal.errorMessage(), refusal.errorDetail()),
                    null,
                    refusal.refusedAt());
        }
    }
}
