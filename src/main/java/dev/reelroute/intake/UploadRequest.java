package dev.reelroute.intake;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.notify.Webhook;
import dev.reelroute.text.Characters;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client announces.
 *
 * @param size bytes
 * @param profile name; null for the default
 * @param metadata the user's own, returned with the video
 * @param webhook the receiver of news about the video
 * @param priority higher goes first; null for 0
 * @param tenant on whose behalf; null for none
 * @param visibility who may play it; null for the configured default
 */
public record UploadRequest(
        String filename,
        @Nullable String contentType,
        long size,
        @Nullable String profile,
        @Nullable Map<String, String> metadata,
        @Nullable Webhook webhook,
        @Nullable Integer priority,
        @Nullable String tenant,
        @Nullable Visibility visibility) {

    /** Characters of any plane, as the contract counts them. The ledger has room for as many that take two units each. */
    private static final int LONGEST_NAME = 255;

    /** Of a label in metadata; its value is bounded by the schema. */
    private static final int LONGEST_LABEL = 100;

    /** Bytes in UTF-8 of all metadata. It comes with the video in each list, event and webhook. */
    private static final int MOST_METADATA = 16 * 1024;

    /** The same, on behalf of another tenant. */
    public UploadRequest of(@Nullable String other) {
        return new UploadRequest(filename, contentType, size, profile, metadata, webhook, priority, other, visibility);
    }

    /**
     * Checks of texts that the contract's schema cannot express.
     *
     * @throws Refused INVALID_REQUEST with the text's name and the character
     */
    void requireReadable() {
        requireName(filename);
        requireKeepable("contentType", contentType);
        requireKeepable("profile", profile);
        requireKeepable("webhook", webhook == null ? null : webhook.url());
        requireMetadata(metadata);
    }

    /** @throws Refused INVALID_REQUEST with the character, or the length */
    public static void requireName(String filename) {
        Characters.unfitForName(filename).ifPresent(character -> {
            throw new Refused(FailureCode.INVALID_REQUEST, "filename must not hold the character " + character + ".");
        });
        if (Characters.isBlank(filename) || filename.codePointCount(0, filename.length()) > LONGEST_NAME) {
            throw new Refused(
                    FailureCode.INVALID_REQUEST, "filename has 1 to " + LONGEST_NAME + " characters that can be seen.");
        }
    }

    /** @throws Refused INVALID_REQUEST with the character, or the length */
    public static void requireMetadata(@Nullable Map<String, String> metadata) {
        if (metadata != null) {
            long bytes = metadata.entrySet().stream()
                    .mapToLong(label -> bytes(label.getKey()) + bytes(label.getValue()))
                    .sum();
            if (bytes > MOST_METADATA) {
                throw new Refused(
                        FailureCode.INVALID_REQUEST,
                        "metadata has " + bytes + " bytes of UTF-8, names and values together, and may have "
                                + MOST_METADATA + ". Keep the rest elsewhere, under the video's id.");
            }
            metadata.forEach((name, value) -> {
                if (name.length() > LONGEST_LABEL) {
                    throw new Refused(
                            FailureCode.INVALID_REQUEST,
                            "a name in metadata has at most " + LONGEST_LABEL + " characters.");
                }
                requireKeepable("a name in metadata", name);
                requireKeepable("a value in metadata", value);
            });
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void requireKeepable(String what, @Nullable String text) {
        if (text != null) {
            Characters.unkeepable(text).ifPresent(character -> {
                throw new Refused(
                        FailureCode.INVALID_REQUEST, what + " must not hold the character " + character + ".");
            });
        }
    }
}
