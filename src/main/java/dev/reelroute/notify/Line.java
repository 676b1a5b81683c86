package dev.reelroute.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * Where news waits for its receiver. Each tenant has a line of its own at each receiver, so that nobody's news hides what others have.
 *
 * @param receiver who is called: of a webhook, scheme, host and port, of a step its address
 */
record Line(String receiver, String tenant) {

    /** More than any name of a host has (RFC 1035: 253 characters); an index takes no text of any length. */
    private static final int LONGEST = 300;

    /** Of no receiver's name, and of no tenant's. */
    private static final char BETWEEN = ' ';

    /** Where all lines begin. */
    static final String FIRST = "0";

    static Line of(String url, String tenant) {
        return new Line(receiver(url), tenant);
    }

    /** @param text of {@link #text()} */
    static Line of(String text) {
        int end = text.lastIndexOf(BETWEEN);
        return new Line(text.substring(text.indexOf(BETWEEN) + 1, end), text.substring(end + 1));
    }

    /** As the ledger has it. By the digits in front, all databases put lines in the same order, whatever their language. */
    String text() {
        return digits() + BETWEEN + receiver + BETWEEN + tenant;
    }

    /** Where all lines that come after it begin: see waiting-lines.sql. */
    String next() {
        return digits() + 'g';
    }

    private String digits() {
        return UUID.nameUUIDFromBytes((receiver + BETWEEN + tenant).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    boolean leadsToStep() {
        return Delivery.leadsToStep(receiver);
    }

    /** Path and query may be anything, and one server answers all of them. */
    static String receiver(String url) {
        String receiver = Delivery.leadsToStep(url) ? url : server(url);
        return receiver.substring(0, Math.min(receiver.length(), LONGEST));
    }

    private static String server(String url) {
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
}
