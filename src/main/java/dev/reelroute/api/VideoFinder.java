package dev.reelroute.api;

import dev.reelroute.access.Callers;
import dev.reelroute.api.VideoQuery.Sort;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Json;
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
import java.util.ArrayList;
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

    /**
     * Bytes of the answer after which a page ends, however many videos were asked for: 32 with as much metadata as a video may
     * have. Each client that does not read keeps a page in memory.
     */
    private static final int LARGEST_PAGE = 512 * 1024;

    /** Read at a time, of which one may have hundreds of kilobytes of metadata: older versions took so much. */
    private static final int ROWS = 25;

    private final Ledger ledger;
    private final Callers callers;
    private final VideoViews views;
    private final Json json;

    VideoFinder(Ledger ledger, Callers callers, VideoViews views, Json json) {
        this.ledger = ledger;
        this.callers = callers;
        this.views = views;
        this.json = json;
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
        Words words = Words.of(query.q());
        List<VideoView> page = new ArrayList<>();
        @Nullable String cursor = query.cursor();
        int bytes = 0;
        boolean more = true;
        while (more && page.size() < query.limit() && bytes < LARGEST_PAGE) {
            int wanted = Math.min(query.limit() - page.size(), ROWS);
            // One more than asked for tells whether there is another page.
            List<VideoRow> rows = ledger.ask(rows(query, cursor, whose, words, wanted + 1));
            int taken = 0;
            while (taken < Math.min(wanted, rows.size()) && bytes < LARGEST_PAGE) {
                VideoRow row = rows.get(taken++);
                VideoView view = views.view(row);
                page.add(view);
                bytes += json.size(view);
                cursor = query.sort() == Sort.NAME ? Place.cursor(row) : row.id();
            }
            more = taken < rows.size();
        }
        @Nullable Map<VideoStatus, Long> counts = query.counts() ? counts(whose, words) : null;
        return new VideoPage(
                page, more ? cursor : null, counts == null ? null : total(counts, query.status()), counts);
    }

    private static Question<VideoRow> rows(
            VideoQuery query, @Nullable String cursor, @Nullable String tenant, Words words, int limit) {
        String status = query.status();
        return switch (query.sort()) {
            case NEWEST -> {
                String before = place(cursor, AFTER_ALL_IDS);
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
                String after = place(cursor, BEFORE_ALL_IDS);
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
                Place after = Place.of(cursor);
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
