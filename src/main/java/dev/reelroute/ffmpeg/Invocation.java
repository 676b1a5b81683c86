package dev.reelroute.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One run of ffprobe or ffmpeg: all its input, and its limits.
 *
 * @param purpose what it is for
 * @param owner whose run this is (a task's claim), the handle for progress and for killing it
 * @param program which of the two
 * @param arguments everything after the program's name; never passed through a shell
 * @param workDirectory current directory of the run and the only place that it may write to
 * @param inputs files and folders outside of the work directory that it may read
 * @param limits what it may use
 */
public record Invocation(
        Purpose purpose,
        String owner,
        Program program,
        List<String> arguments,
        Path workDirectory,
        List<Path> inputs,
        Limits limits) {

    /** What each program does: ffprobe inspects, ffmpeg encodes. */
    public Invocation(
            String owner,
            Program program,
            List<String> arguments,
            Path workDirectory,
            List<Path> inputs,
            Limits limits) {
        this(
                program == Program.FFPROBE ? Purpose.INSPECT : Purpose.ENCODE,
                owner,
                program,
                arguments,
                workDirectory,
                inputs,
                limits);
    }

    public enum Program {
        FFPROBE,
        FFMPEG
    }

    /**
     * @param wallClock real time until it is ended
     * @param cpu processor time until it is ended
     * @param memoryBytes address space
     * @param outputBytes size of any one file that it writes
     * @param niceness relative to other work: 0 (none) to 19
     */
    public record Limits(Duration wallClock, Duration cpu, long memoryBytes, long outputBytes, int niceness) {

        public Limits(Duration wallClock, Duration cpu, long memoryBytes, long outputBytes) {
            this(wallClock, cpu, memoryBytes, outputBytes, 0);
        }
    }
}
