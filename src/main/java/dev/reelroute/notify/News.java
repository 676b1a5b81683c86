package dev.reelroute.notify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a receiver can be told. The name in requests is {@code video.ready} and the like. */
public enum News {
    /** The video's file has arrived; only for receivers that ask for it. */
    UPLOADED,
    /** The video can be watched, while the rest of it is still being made. */
    PLAYABLE,
    READY,
    FAILED,
    CANCELLED,
    DELETED,
    /** A piece of the work is done; only for receivers that ask for it. */
    PROGRESS;

    @JsonValue
    public String type() {
        return "video." + name().toLowerCase(Locale.ROOT);
    }

    /** The extension point for a user's own steps: {@code on-ready} and the like. */
    public String point() {
        return "on-" + name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static News of(String type) {
        return Arrays.stream(values())
                .filter(news -> news.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No such event: " + type));
    }
}
