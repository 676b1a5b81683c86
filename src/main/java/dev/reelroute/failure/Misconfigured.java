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

    public String remedy() {
        return remedy;
    }
}
