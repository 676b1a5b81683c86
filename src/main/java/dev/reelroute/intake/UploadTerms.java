package dev.reelroute.intake;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.notify.Webhook;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * What a server lets a page bring with an upload token. The page says which file; all else is said here.
 *
 * @param videos how many; null for one
 * @param maxSize bytes of one file; null for what everybody may
 * @param types of the files, such as {@code video/mp4} or {@code video/*}; null for any
 * @param profile name; null for the default
 * @param metadata returned with the videos, to the page too
 * @param webhook the receiver of news about the videos
 * @param visibility who may play them; null for the configured default
 * @param origin of the pages that may use the token; null: any
 * @param expiresIn seconds for which it registers videos; null for an hour
 * @param tenant on whose behalf; null for none
 */
public record UploadTerms(
        @Nullable Integer videos,
        @Nullable Long maxSize,
        @Nullable List<String> types,
        @Nullable String profile,
        @Nullable Map<String, String> metadata,
        @Nullable Webhook webhook,
        @Nullable Visibility visibility,
        @Nullable String origin,
        @Nullable Integer expiresIn,
        @Nullable String tenant) {

    /** What programs say that do not know. */
    private static final String UNKNOWN = "application/octet-stream";
    /** What the endings of containers stand for that hold video as well as something else. */
    private static final Set<String> OF_ANY_KIND = Set.of(UNKNOWN, "application/mxf", "application/ogg", "audio/ogg");

    /**
     * The registration of a page's file.
     *
     * @throws Refused UPLOAD_TOKEN_REFUSED when the page says what is not its to say, or brings another type;
     *     SOURCE_TOO_LARGE
     */
    public UploadRequest of(UploadRequest page) {
        Stream.of(page.profile(), page.metadata(), page.webhook(), page.priority(), page.tenant(), page.visibility())
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(said -> {
                    throw new Refused(
                            FailureCode.UPLOAD_TOKEN_REFUSED,
                            "Send filename, size and contentType alone: the token says the rest.");
                });
        if (maxSize != null && page.size() > maxSize) {
            throw new Refused(
                    FailureCode.SOURCE_TOO_LARGE,
                    "It has " + page.size() + " bytes; the token allows " + maxSize + ".");
        }
        @Nullable String type = type(page);
        if (types != null && type != null && types.stream().noneMatch(allowed -> isOf(allowed, type))) {
            throw new Refused(
                    FailureCode.UPLOAD_TOKEN_REFUSED,
                    "contentType must be one of " + types + "."
                            + (page.contentType() == null ? " By its name the file is " + type + "." : ""));
        }
        return new UploadRequest(
                page.filename(), page.contentType(), page.size(), profile, metadata, webhook, null, tenant, visibility);
    }

    /** The same, on behalf of another tenant. */
    public UploadTerms of(@Nullable String other) {
        return new UploadTerms(
                videos, maxSize, types, profile, metadata, webhook, visibility, origin, expiresIn, other);
    }

    /**
     * What a file is as far as its page can tell: a browser knows no type for many a camera's files, and then its name has to do. Null
     * where nothing is known: what it is shows when it is looked at.
     */
    private static @Nullable String type(UploadRequest page) {
        String claimed = Objects.requireNonNullElse(page.contentType(), UNKNOWN)
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!claimed.equals(UNKNOWN)) {
            return claimed;
        }
        return MediaTypeFactory.getMediaType(page.filename())
                .map(MediaType::toString)
                .filter(named -> !OF_ANY_KIND.contains(named))
                .orElse(null);
    }

    private static boolean isOf(String allowed, String type) {
        String wanted = allowed.toLowerCase(Locale.ROOT);
        return wanted.endsWith("/*")
                ? type.startsWith(wanted.substring(0, wanted.length() - 1))
                        && type.indexOf('/') == type.lastIndexOf('/')
                : type.equals(wanted);
    }

    /** A registration with what is said here, to try whether it can be one. */
    UploadRequest sample() {
        return new UploadRequest("a.mp4", null, 1, profile, metadata, webhook, null, tenant, visibility);
    }
}
