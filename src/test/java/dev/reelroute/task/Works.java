package dev.reelroute.task;

import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.ledger.Visibility;
import java.nio.file.Path;
import java.time.Instant;

/** Claimed tasks of a video {@code v}, with nothing behind them. */
public final class Works {

    private Works() {}

    /** @param failures setbacks so far; the attempt is one more */
    public static Work of(TaskKind kind, int ordinal, int failures, VideoStatus status, Path folder) {
        Claim claim = new Claim("v.task." + ordinal, "v", kind, ordinal, kind.lane(), failures + 1, failures, false);
        VideoRow video = new VideoRow(
                "v",
                status,
                "clip.mp4",
                null,
                null,
                "standard@test",
                "{}",
                "uploads/v/clip.mp4",
                "etag",
                1L,
                null,
                null,
                true,
                null,
                null,
                null,
                0,
                "",
                Visibility.PUBLIC,
                null,
                null,
                null,
                false,
                1,
                null,
                null,
                null,
                1,
                0,
                0,
                0,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
        return new Work(claim, video, folder);
    }
}
