package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.failure.FailureCode;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error in the form of RFC 9457, with a stable code.
 *
 * @param type the code as an address
 * @param title one sentence for a person
 * @param detail what exactly was wrong this time
 * @param instance the address that was requested
 * @param retryAfter seconds, for the header of that name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        String code,
        @Nullable String instance,
        @JsonIgnore @Nullable Long retryAfter) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** Cuts what an error quotes of a request, so that it never becomes as long as the request. */
    private static final int LONGEST_DETAIL = 600;

    private static final int LONGEST_INSTANCE = 200;

    public static Problem of(FailureCode code, @Nullable String detail, @Nullable String instance) {
        return of(code, detail, instance, null);
    }

    static Problem of(
            FailureCode code, @Nullable String detail, @Nullable String instance, @Nullable Duration retryAfter) {
        // A token that lets somebody play must not go where problems are kept.
        @Nullable String address = instance == null ? null : instance.replaceFirst("/play/[^/]+", "/play/...");
        String type = "/problems/" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(
                type,
                code.message(),
                code.status(),
                cut(detail, LONGEST_DETAIL),
                code.name(),
                cut(address, LONGEST_INSTANCE),
                retryAfter == null
                        ? null
                        : Math.max(1, retryAfter.plusMillis(999).toSeconds()));
    }

    private static @Nullable String cut(@Nullable String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest) + " …";
    }
}
