package dev.reelroute.notify;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where news is sent, and which.
 *
 * @param events when left out: all but uploaded and progress
 */
public record Webhook(String url, @Nullable Set<News> events) {

    private static final Set<News> USUAL = EnumSet.complementOf(EnumSet.of(News.UPLOADED, News.PROGRESS));

    /** The short form: only an address. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Webhook of(String url) {
        return new Webhook(url, null);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Webhook {}

    boolean wants(News news) {
        return (events == null || events.isEmpty() ? USUAL : events).contains(news);
    }
}
