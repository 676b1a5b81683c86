package dev.reelroute.notify;

/**
 * How a receiver answered an attempt.
 *
 * @param status of HTTP; 0 when no answer came, and for steps, which have none
 * @param error why the receiver did not accept it; empty when it did
 */
public record Answer(int status, String error) {

    boolean isTaken() {
        return error.isEmpty();
    }
}
