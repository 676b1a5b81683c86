package dev.reelroute.api;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.VideoStatus;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person can do about a video that is over and not ready; the page offers that and nothing else. */
public enum Remedy {
    RETRY("Remove the cause, then try it again."),
    OTHER_FILE("Upload another file. This one would fail again in the same way."),
    REGISTER_AGAIN("Register the video again and send its file.");

    /** What lies in the file itself, or what somebody thinks of it, and no other attempt finds otherwise. */
    private static final Set<String> OF_THE_FILE = Stream.of(
                    FailureCode.EMPTY_FILE,
                    FailureCode.NOT_A_VIDEO,
                    FailureCode.NO_VIDEO_STREAM,
                    FailureCode.CONTAINER_NOT_ACCEPTED,
                    FailureCode.DOLBY_VISION_NOT_SUPPORTED,
                    FailureCode.ENCRYPTED_SOURCE,
                    FailureCode.SOURCE_DAMAGED,
                    FailureCode.PICTURE_TOO_NARROW,
                    FailureCode.NO_FRAMES,
                    FailureCode.REFUSED_BY_STEP)
            .map(FailureCode::name)
            .collect(Collectors.toUnmodifiableSet());

    private final String advice;

    Remedy(String advice) {
        this.advice = advice;
    }

    /** One sentence or two. */
    String advice() {
        return advice;
    }

    /** @return null for a video that is under way or ready */
    static @Nullable Remedy of(VideoRow video) {
        if (video.status() != VideoStatus.FAILED && video.status() != VideoStatus.CANCELLED) {
            return null;
        }
        return video.sourceEtag() == null ? REGISTER_AGAIN : of(video.errorCode());
    }

    /** @param code of a failure; null for none */
    static Remedy of(@Nullable String code) {
        return code != null && OF_THE_FILE.contains(code) ? OTHER_FILE : RETRY;
    }
}
