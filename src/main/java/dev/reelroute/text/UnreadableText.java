package dev.reelroute.text;

/** A file that is sent as subtitles and is not. The message names the line and what was expected there. */
public final class UnreadableText extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableText(String message) {
        super(message);
    }
}
