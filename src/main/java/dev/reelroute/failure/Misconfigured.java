package dev.reelroute.failure;

/**
 * The application cannot start: a setting makes no sense, or is missing. The message names the setting and its place.
 */
public final class Misconfigured extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /** @param remedy what to do about it, in one sentence */
    public Misconfigured(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    public Misconfigured(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /**
     * A secret that is no base64.
     *
     * @param message which one, and what is expected
     * @param remedy how to make one
     * @param value what there is instead; it is not shown
     */
    public static Misconfigured notBase64(String message, String remedy, String value, Throwable cause) {
        return new Misconfigured(
                message,
                value.contains("\\")
                        ? "Remove the backslashes: they are escapes of the file that it was copied from."
                        : remedy,
                cause);
    }

    public String remedy() {
        return remedy;
    }
}
