package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.ledger.VideoStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a video is not ready, or what was done for it.
 *
 * @param at when this was so, by the ledger's clock, as all times here
 * @param reason one sentence
 * @param since since when it is so; null when that is not known
 * @param until when it changes by itself at the latest; null when that is not known
 * @param next what happens next, one sentence
 * @param advice what a person can do; null: nothing has to be done
 * @param tasks in the order in which they are usually begun; none before the upload is complete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VideoDiagnosis(
        String id,
        VideoStatus status,
        Instant at,
        String reason,
        @Nullable Instant since,
        @Nullable Instant until,
        String next,
        @Nullable String advice,
        List<Task> tasks) {

    /** What work that is not under way waits for. */
    public enum Wait {
        /** The rest of the file. */
        UPLOAD,
        /** Other work of the video. */
        OTHER_TASKS,
        /** A worker that takes work of its lane: none is there. */
        WORKER,
        /** A free place in its lane. */
        PLACE,
        /** The end of the pause after a setback. */
        PAUSE,
        /** Room on a disk, or a server that is away. */
        OUTAGE,
        /** A step of the operator's own that holds the video back. */
        STEP
    }

    /**
     * One piece of work.
     *
     * @param name for people
     * @param attempts how often it was begun
     * @param setbacks of those that count
     * @param worker that has it, or had it last; null: none, or not to be told
     * @param progress 0 to 1
     * @param waitsFor null: it is under way or over
     * @param ahead about how many pieces of work come before it; null: it is not in line
     * @param trouble what the last attempt ended with, with FFmpeg's last lines; null: nothing
     * @param startedAt when it was last begun
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Task(
            TaskKind kind,
            int ordinal,
            String name,
            Lane lane,
            TaskState state,
            int attempts,
            int setbacks,
            @Nullable String worker,
            @JsonSerialize(using = ShortNumber.class) double progress,
            @Nullable Wait waitsFor,
            @Nullable Long ahead,
            String reason,
            @Nullable Instant since,
            @Nullable Instant until,
            String next,
            @Nullable String advice,
            VideoView.@Nullable Problem trouble,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}
}
