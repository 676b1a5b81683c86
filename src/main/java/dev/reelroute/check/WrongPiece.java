package dev.reelroute.check;

/** A piece does not fit the others. The message says which one, and what differed. */
public final class WrongPiece extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String rendition;
    private final long segment;
    private final String what;

    WrongPiece(String rendition, long segment, String what) {
        super(what);
        this.rendition = rendition;
        this.segment = segment;
        this.what = what;
    }

    public String rendition() {
        return rendition;
    }

    /** Which piece it is, and what differed. */
    public String what() {
        return what;
    }

    /** Number of the first segment that is wrong, counted over the whole video. */
    public long segment() {
        return segment;
    }
}
