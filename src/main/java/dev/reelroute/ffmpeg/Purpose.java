package dev.reelroute.ffmpeg;

import dev.reelroute.failure.FailureCode;

/** What a run is for. It says what was being done when the run failed, and the code of a failure with no better one. */
public enum Purpose {
    INSPECT("inspecting the source", FailureCode.INSPECTION_FAILED, true),
    MAKE_EARLY("making the early stream", FailureCode.ENCODER_FAILED, true),
    ENCODE("encoding", FailureCode.ENCODER_FAILED, true),
    ENCODE_VIDEO("encoding the video", FailureCode.ENCODER_FAILED, true),
    ENCODE_AFTER_SEEK("encoding the video from where a seek has landed", FailureCode.ENCODER_FAILED, true),
    ENCODE_AUDIO("encoding the audio", FailureCode.ENCODER_FAILED, true),
    MEASURE_LOUDNESS("measuring the loudness", FailureCode.ENCODER_FAILED, true),
    MAKE_STILLS("making the stills", FailureCode.ENCODER_FAILED, true),
    READ_SUBTITLES("reading the subtitles", FailureCode.ENCODER_FAILED, true),
    CHECK_VIDEO("checking the encoded video", FailureCode.CHECK_NOT_FINISHED, false),
    CHECK_AUDIO("comparing the encoded audio with the source", FailureCode.CHECK_NOT_FINISHED, true),
    MAKE_MP4("making the MP4", FailureCode.PUBLISHING_FAILED, false),
    MAKE_STORYBOARD("making the storyboard", FailureCode.PUBLISHING_FAILED, false);

    private final String activity;
    private final FailureCode failure;
    private final boolean readsSource;

    Purpose(String activity, FailureCode failure, boolean readsSource) {
        this.activity = activity;
        this.failure = failure;
        this.readsSource = readsSource;
    }

    /** Used after the word "while". */
    String activity() {
        return activity;
    }

    /** The code when nothing more exact is known. */
    FailureCode failure() {
        return failure;
    }

    /** Otherwise it reads a file that we have made, and its failure does not mean that the upload is bad. */
    public boolean readsSource() {
        return readsSource;
    }
}
