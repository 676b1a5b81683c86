package dev.reelroute.task;

import dev.reelroute.ledger.Statements.VideoRow;
import java.nio.file.Path;

/**
 * A claimed task with all that is needed to do it.
 *
 * @param folder the task's own folder, removed when the work ends
 */
public record Work(Claim claim, VideoRow video, Path folder) {

    /** The files that FFmpeg may read but not write. */
    public Path input() {
        return folder.resolve("in");
    }

    /** The local source file: outside of the folder that FFmpeg may write to. */
    public Path source() {
        return input().resolve("source");
    }

    /** The only folder that FFmpeg may write to. */
    public Path output() {
        return folder.resolve("out");
    }
}
