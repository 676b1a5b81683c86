package dev.reelroute.check;

/** The bytes are not the MP4 structure they claim to be. The message says where they stop making sense. */
final class MalformedMp4 extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedMp4(String message) {
        super(message);
    }
}
