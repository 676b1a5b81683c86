package dev.reelroute.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

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

    /** Who is called: of a webhook, scheme, host and port. Path and query may be anything, and one server answers all of them. */
    static String receiver(String url) {
        if (leadsToStep(url)) {
            return url;
        }
        try {
            URI uri = new URI(url);
            boolean isSecure = "https".equalsIgnoreCase(uri.getScheme());
            int port = uri.getPort() == -1 ? (isSecure ? 443 : 80) : uri.getPort();
            return (isSecure ? "https://" : "http://")
                    + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
        } catch (URISyntaxException e) {
            // Taken before such an address was refused.
            return url;
        }
    }

    /** The name of the step's route. Not "step": Camel may take that for isStep, or the other way round. */
    String route() {
        return url.substring(STEP.length());
    }
}
