package dev.reelroute.api;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which videos are looked for.
 *
 * @param q words of their names; empty for any
 * @param status empty for any
 * @param tenant null: whatever the caller may see
 * @param limit 1 to 100
 * @param cursor null for the first page
 * @param counts whether to say how many there are as well
 */
record VideoQuery(
        String q,
        String status,
        @Nullable String tenant,
        Sort sort,
        int limit,
        @Nullable String cursor,
        boolean counts) {

    private static final String PAGE = "20";

    enum Sort {
        NEWEST,
        OLDEST,
        NAME
    }

    /**
     * @param parameters that the contract validated, by their names. Each taken by itself would not do: Camel hands the word
     *     {@code null} over as nothing, and a search for that word would find everything
     */
    static VideoQuery of(Map<String, Object> parameters) {
        String cursor = text(parameters, "cursor", "");
        String tenant = text(parameters, "tenant", "");
        return new VideoQuery(
                text(parameters, "q", ""),
                text(parameters, "status", ""),
                tenant.isEmpty() ? null : tenant,
                Sort.valueOf(text(parameters, "sort", "newest").toUpperCase(Locale.ROOT)),
                Integer.parseInt(text(parameters, "limit", PAGE)),
                cursor.isEmpty() ? null : cursor,
                Boolean.parseBoolean(text(parameters, "counts", "false")));
    }

    private static String text(Map<String, Object> parameters, String name, String otherwise) {
        Object value = parameters.get(name);
        return value == null ? otherwise : value.toString();
    }
}
