package dev.reelroute.check;

/**
 * An object that is not as it should be.
 *
 * @param key relative to the video's prefix
 * @param what is wrong with it, to be read after the key
 */
public record Fault(String key, String what) {

    @Override
    public String toString() {
        return key + " " + what + ".";
    }
}
