package dev.reelroute.ledger;

import dev.reelroute.ledger.Statements.FindMediaKey;
import dev.reelroute.media.MediaKey;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The keys of encrypted videos, as values. */
@Component
public class MediaKeys {

    private final Ledger ledger;

    MediaKeys(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Empty: the video is not encrypted, or there is none. */
    public Optional<MediaKey> find(String video) {
        return ledger.askOne(new FindMediaKey(video)).map(found -> MediaKey.of(found.secret()));
    }

    /** Of a video whose plan says that it is encrypted. */
    public MediaKey require(String video) {
        return find(video).orElseThrow(() -> new IllegalStateException("No key of " + video));
    }
}
