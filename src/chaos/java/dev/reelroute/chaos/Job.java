package dev.reelroute.chaos;

import java.nio.file.Path;

/**
 * One file and what a client does with it.
 *
 * @param number counted from 0; makes the filename unique
 * @param frames how many the clip has; 0 for a file that is no video
 * @param cancelAfterMillis after its acknowledgement; negative: it is not cancelled
 */
record Job(int number, Kind kind, Path clip, long frames, String profile, long cancelAfterMillis) {

    enum Kind {
        /** Registered, uploaded and completed by the API. */
        UPLOADED,
        /** Registered and never uploaded. */
        ABANDONED,
        /** Put into the bucket, and announced by S3 events. */
        DROPPED
    }

    String filename() {
        return "clip-" + number + ".mp4";
    }

    boolean isCancelled() {
        return cancelAfterMillis >= 0;
    }
}
