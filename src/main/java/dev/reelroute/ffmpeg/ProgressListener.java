package dev.reelroute.ffmpeg;

/** Hears, about twice a second, how far a run has come. Called on the thread that reads FFmpeg's output: be quick. */
@FunctionalInterface
public interface ProgressListener {

    void progressed(Progress progress);

    /** The run is over, however it ended; also when it could not be started. */
    default void ended() {}
}
