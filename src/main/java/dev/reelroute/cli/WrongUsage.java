package dev.reelroute.cli;

/** The command line makes no sense; the message says why, in one sentence. */
final class WrongUsage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    WrongUsage(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
