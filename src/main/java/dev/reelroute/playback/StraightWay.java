package dev.reelroute.playback;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.media.ObjectTypes;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.PresignedReads;
import dev.reelroute.store.PresignedReads.Reads;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@link Way#BUCKET} and {@link Way#CLOUDFRONT}: addresses elsewhere that end when the pass does, so that no byte of media
 * passes through us.
 */
@Component
public class StraightWay {

    /** For a pass: the address of a file, by its name relative to the video's prefix. Null: this way is not taken. */
    private final @Nullable Function<Pass, UnaryOperator<String>> addresses;

    /** @throws Misconfigured when it is to be taken, and players would not get there */
    StraightWay(PlaybackProperties properties, PresignedReads reads) {
        this.addresses = switch (properties.way()) {
            case REELROUTE -> null;
            case BUCKET -> bucket(reads);
            case CLOUDFRONT -> CloudFront.of(properties.cloudfront())::addresses;
        };
    }

    private static Function<Pass, UnaryOperator<String>> bucket(PresignedReads reads) {
        reads.requireReachable();
        return pass -> {
            Reads until = reads.until(pass.expires());
            String folder = ObjectKeys.videoPrefix(pass.video());
            return name -> until.url(folder + name, ObjectTypes.privateCacheControl(name));
        };
    }

    public boolean isTaken() {
        return addresses != null;
    }

    /** The playlist or manifest with addresses elsewhere in it. */
    String playlist(Pass pass, String name, String text) {
        return SignedPlaylists.rewritten(name, text, addresses(pass));
    }

    /** Where one file is. */
    public String address(Pass pass, String name) {
        return addresses(pass).apply(name);
    }

    private UnaryOperator<String> addresses(Pass pass) {
        if (addresses == null) {
            throw new IllegalStateException("Media goes by way of us");
        }
        return addresses.apply(pass);
    }
}
