package dev.reelroute.notify;

import java.util.List;
import java.util.Map;

/**
 * A user's own steps: routes, in files of their own, that begin at an extension point such as {@code on-ready}. There
 * are none where no file has one.
 */
public interface Steps {

    /** The point at which a step may refuse a video, or hold it. */
    String BEFORE_PUBLISH = "before-publish";

    /**
     * The steps at a point, in order of their names: {@code direct:on-ready} itself, {@code direct:on-ready-chat} and the like.
     *
     * @return their names, without {@code direct:}
     */
    List<String> at(String point);

    /**
     * Runs a step with a message of its own, so that nothing the step does to the message can harm the caller.
     *
     * @return the variables that it has set
     * @throws StepFailed with a sentence that says why
     */
    Map<String, Object> call(String step, Map<String, Object> body, Map<String, Object> headers);

    /** A step threw, or does not exist any more. */
    final class StepFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public StepFailed(String message, Throwable cause) {
            super(message, cause);
        }

        public StepFailed(String message) {
            super(message);
        }
    }
}
