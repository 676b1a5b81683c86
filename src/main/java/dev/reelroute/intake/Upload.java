package dev.reelroute.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to upload: one presigned PUT, or presigned parts.
 *
 * @param method {@code PUT} or {@code MULTIPART}
 * @param url of the PUT
 * @param headers that the PUT must carry
 * @param partSize bytes of every part but the last
 * @param parts those that are still to be sent
 * @param uploaded those that the store has already
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Upload(
        String method,
        @Nullable String url,
        @Nullable Map<String, String> headers,
        @Nullable String uploadId,
        @Nullable Long partSize,
        @Nullable List<Part> parts,
        @Nullable List<UploadedPart> uploaded,
        Instant expiresAt) {

    /** @param number counted from 1 */
    public record Part(int number, String url) {}

    /** @param size bytes */
    public record UploadedPart(int number, String etag, long size) {}

    static Upload put(String url, Map<String, String> headers, Instant expiresAt) {
        return new Upload("PUT", url, headers, null, null, null, null, expiresAt);
    }

    static Upload multipart(
            String uploadId, long partSize, List<Part> parts, List<UploadedPart> uploaded, Instant expiresAt) {
        return new Upload("MULTIPART", null, null, uploadId, partSize, parts, uploaded, expiresAt);
    }
}
