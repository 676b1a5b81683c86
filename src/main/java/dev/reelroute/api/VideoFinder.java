package dev.reelroute.api;

import dev.reelroute.access.Callers;
import dev.reelroute.api.VideoQuery.Sort;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.ledger.Statements.CountVideos;
import dev.reelroute.ledger.Statements.CountVideosOfTenant;
import dev.reelroute.ledger.Statements.ListOldestVideos;
import dev.reelroute.ledger.Statements.ListOldestVideosOfTenant;
import dev.reelroute.ledger.Statements.ListVideos;
import dev.reelroute.ledger.Statements.ListVideosByName;
import dev.reelroute.ledger.Statements.ListVideosOfTenant;
import dev.reelroute.ledger.Statements.ListVideosOfTenantByName;
import dev.reelroute.ledger.Statements.VideoCount;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.text.Names;
import dev.reelroute.text.Names.Words;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds videos, page by page. A cursor says where its page ended, not how many there were: what comes or goes meanwhile
 * moves no other video from one page to the next.
 */
@Component
public class VideoFinder {

    private static final String BEFORE_ALL_IDS = "";
    private static final String AFTER_ALL_IDS = "~";

    private final Ledger ledger;
    private final Callers callers;
    private final VideoViews views;

    VideoFinder(Ledger ledger, Callers callers, VideoViews views) {
        this.ledger = ledger;
        this.callers = callers;
        this.views = views;
    }

    /** Where a page by name ended. */
    private record Place(String name, String id) {

        private static final Place START = new Place("", BEFORE_ALL_IDS);

        /** @throws Refused INVALID_REQUEST when it is none of ours */
        static Place of(@Nullable String cursor) {
            if (cursor == null) {
                return START;
            }
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("/", 2);
                if (parts.length == 2) {
                    return new Place(parts[1], parts[0]);
                }
            } catch (IllegalArgumentException e) {
                throw new Refused(FailureCode.INVALID_REQUEST, "cursor is of no page that was sorted by name.", e);
            }
            throw new Refused(FailureCode.INVALID_REQUEST, "cursor is of no page that was sorted by name.");
        }

        static String cursor(VideoRow last) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((last.id() + "/" + Names.folded(last.filename())).getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * @param parameters of the call, by their names
     * @throws Refused TENANT_REFUSED for another tenant than the caller's; INVALID_REQUEST for a cursor of another sort
     */
    public VideoPage list(Map<String, Object> parameters) {
        VideoQuery query = VideoQuery.of(parameters);
        @Nullable
        String whose = query.tenant() == null
                ? callers.current().wall()
                : callers.current().tenantFor(query.tenant());
        // One more than asked for tells whether there is another page.
        List<VideoRow> rows = ledger.ask(page(query, whose, Words.of(query.q()), query.limit() + 1));
        boolean more = rows.size() > query.limit();
        List<VideoRow> page = more ? rows.subList(0, query.limit()) : rows;
        @Nullable VideoRow last = more ? page.get(query.limit() - 1) : null;
        @Nullable Map<VideoStatus, Long> counts = query.counts() ? counts(whose, Words.of(query.q())) : null;
        return new VideoPage(
                page.stream().map(views::view).toList(),
                last == null ? null : query.sort() == Sort.NAME ? Place.cursor(last) : last.id(),
                counts == null ? null : total(counts, query.status()),
                counts);
    }

    private static Question<VideoRow> page(VideoQuery query, @Nullable String tenant, Words words, int limit) {
        String status = query.status();
        return switch (query.sort()) {
            case NEWEST -> {
                String before = place(query.cursor(), AFTER_ALL_IDS);
                yield tenant == null
                        ? new ListVideos(
                                before, status, words.first(), words.second(), words.third(), words.rest(), limit)
                        : new ListVideosOfTenant(
                                tenant,
                                before,
                                status,
                                words.first(),
                                words.second(),
                                words.third(),
                                words.rest(),
                                limit);
            }
            case OLDEST -> {
                String after = place(query.cursor(), BEFORE_ALL_IDS);
                yield tenant == null
                        ? new ListOldestVideos(
                                after, status, words.first(), words.second(), words.third(), words.rest(), limit)
                        : new ListOldestVideosOfTenant(
                                tenant,
                                after,
                                status,
                                words.first(),
                                words.second(),
                                words.third(),
                                words.rest(),
                                limit);
            }
            case NAME -> {
                Place after = Place.of(query.cursor());
                yield tenant == null
                        ? new ListVideosByName(
                                after.name(),
                                after.id(),
                                status,
                                words.first(),
                                words.second(),
                                words.third(),
                                words.rest(),
                                limit)
                        : new ListVideosOfTenantByName(
                                tenant,
                                after.name(),
                                after.id(),
                                status,
                                words.first(),
                                words.second(),
                                words.third(),
                                words.rest(),
                                limit);
            }
        };
    }

    /** Where a page by time ended. */
    private static String place(@Nullable String cursor, String start) {
        if (cursor == null) {
            return start;
        }
        if (!cursor.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}")) {
            throw new Refused(FailureCode.INVALID_REQUEST, "cursor is of no page that was sorted by time.");
        }
        return cursor;
    }

    private static long total(Map<VideoStatus, Long> counts, String status) {
        return counts.entrySet().stream()
                .filter(count -> status.isEmpty() || count.getKey().name().equals(status))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private Map<VideoStatus, Long> counts(@Nullable String tenant, Words words) {
        Map<VideoStatus, Long> counts = new EnumMap<>(VideoStatus.class);
        for (VideoStatus status : VideoStatus.values()) {
            counts.put(status, 0L);
        }
        for (VideoCount count : ledger.ask(
                tenant == null
                        ? new CountVideos(words.first(), words.second(), words.third(), words.rest())
                        : new CountVideosOfTenant(
                                tenant, words.first(), words.second(), words.third(), words.rest()))) {
            counts.put(count.status(), count.videos());
        }
        return counts;
    }
}
