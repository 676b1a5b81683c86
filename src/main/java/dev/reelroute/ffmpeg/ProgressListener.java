package dev.reelroute.ffmpeg;

/**
 * Is told, about twice a second, how far a run has come. Called on the thread that reads FFmpeg's output: return
 * quickly.
 */
@FunctionalInterface
public interface ProgressListener {

    void progressed(Progress progress);

    /** The run is over, however it ended; also called when it could not be started. */
    default void ended() {}
}
