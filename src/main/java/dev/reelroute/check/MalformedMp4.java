package dev.reelroute.check;

/** The bytes are not the MP4 structure that they claim to be. The message says where the structure breaks. */
final class MalformedMp4 extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedMp4(String message) {
        super(message);
    }
}
