package dev.reelroute.ffmpeg;

import java.time.Duration;
import java.util.List;

/**
 * How a run ended.
 *
 * @param purpose what it was for
 * @param exitCode as the program gave it; 128 + n when signal n ended it
 * @param stdout what it printed (ffprobe's JSON; empty for ffmpeg, whose standard output carries progress)
 * @param lastLines the last lines of its standard error, at most 40, without progress
 * @param damaged FFmpeg reported packets or frames that it could not decode, or only in part
 * @param wall real time that it took
 * @param processor processor time that it took; zero where nobody tells, see {@link ProcessorTimes}
 * @param ending why it ended
 */
public record Outcome(
        Purpose purpose,
        int exitCode,
        String stdout,
        List<String> lastLines,
        boolean damaged,
        Duration wall,
        Duration processor,
        Ending ending) {

    public enum Ending {
        /** By itself, with any exit code. */
        EXITED,
        /** We ended it: the task was cancelled, its lease was lost, or the worker stops. */
        KILLED,
        /** It reached its wall-clock limit. */
        TIMED_OUT
    }

    public boolean succeeded() {
        return ending == Ending.EXITED && exitCode == 0;
    }
}
