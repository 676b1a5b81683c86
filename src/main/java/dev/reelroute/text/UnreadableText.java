package dev.reelroute.text;

/** What calls itself a subtitle file and is none. The message names the line and what was expected there. */
public final class UnreadableText extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableText(String message) {
        super(message);
    }
}
