package dev.reelroute.notify;

import java.time.Duration;

/**
 * How a receiver answered an attempt.
 *
 * @param status of HTTP; 0 when no answer came, and for steps, which have none
 * @param error why the receiver did not accept it; empty when it did
 * @param took from the beginning of the call; zero for steps
 */
public record Answer(int status, String error, Duration took) {

    /** From then on a receiver counts as one that may hold up others. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    boolean isTaken() {
        return error.isEmpty();
    }

    boolean isPrompt() {
        return isTaken() && took.compareTo(SLOW) < 0;
    }
}
