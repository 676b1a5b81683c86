package dev.reelroute.notify;

/**
 * News on their way to a receiver, claimed by this process.
 *
 * @param url of a webhook; {@code direct:on-ready} and the like for a step of a user's own
 * @param attempt the fencing token
 * @param failures so far
 */
public record Delivery(String id, String video, String type, String url, String payload, int attempt, int failures) {

    static final String STEP = "direct:";

    public boolean isStep() {
        return leadsToStep(url);
    }

    static boolean leadsToStep(String url) {
        return url.startsWith(STEP);
    }

    /** The name of the step's route. Not "step": Camel may take that for isStep, or the other way round. */
    String route() {
        return url.substring(STEP.length());
    }
}
