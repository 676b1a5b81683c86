package dev.reelroute.notify;

/**
 * What a receiver made of an attempt.
 *
 * @param status of HTTP; 0 when no answer came, and of steps, which have none
 * @param error why it was not taken; empty when it was
 */
public record Answer(int status, String error) {

    boolean isTaken() {
        return error.isEmpty();
    }
}
