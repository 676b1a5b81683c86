package dev.reelroute.playback;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.media.ObjectTypes;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.PresignedReads;
import dev.reelroute.store.PresignedReads.Signer;
import org.springframework.stereotype.Component;

/** {@link Way#BUCKET}: addresses of the store's that end when the pass does, so that no byte of media passes through us. */
@Component
public class BucketWay {

    private final boolean isTaken;
    private final PresignedReads reads;

    /** @throws Misconfigured when it is to be taken, and players do not reach the store */
    BucketWay(PlaybackProperties properties, PresignedReads reads) {
        this.isTaken = properties.way() == Way.BUCKET;
        this.reads = reads;
        if (isTaken) {
            reads.requireReachable();
        }
    }

    public boolean isTaken() {
        return isTaken;
    }

    /**
     * Whether a file leads to others.
     *
     * @param name relative to the video's prefix
     */
    public boolean isPlaylist(String name) {
        return BucketPlaylists.isPlaylist(name);
    }

    /** The playlist or manifest with addresses of the store's in it. */
    public String playlist(Pass pass, String name, String text) {
        Signer signer = reads.until(pass.expires());
        return BucketPlaylists.rewritten(name, text, file -> address(signer, pass, file));
    }

    /** Where the store has one file. */
    public String address(Pass pass, String name) {
        return address(reads.until(pass.expires()), pass, name);
    }

    private static String address(Signer signer, Pass pass, String name) {
        return signer.url(ObjectKeys.videoPrefix(pass.video()) + name, ObjectTypes.privateCacheControl(name));
    }
}
