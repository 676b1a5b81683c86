package dev.reelroute.api;

import dev.reelroute.store.StoreProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Serves {@code videos/} to players where there is no CDN: single byte ranges, validators and cache headers as stored,
 * no listing. The bucket stays private.
 */
@RestController
class Playback {

    private final S3Client s3;
    private final String bucket;

    Playback(S3Client s3, StoreProperties store) {
        this.s3 = s3;
        this.bucket = store.bucket();
    }

    @GetMapping("/videos/{id}/**")
    ResponseEntity<InputStreamResource> object(
            @PathVariable("id") String id,
            @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            HttpServletRequest request) {
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(bucket)
                // The path without the prefix that a proxy puts before ours.
                .key(request.getRequestURI().substring(request.getContextPath().length() + 1))
                .range(range)
                .ifNoneMatch(ifNoneMatch)
                .build();
        try {
            ResponseInputStream<GetObjectResponse> object = s3.getObject(get);
            GetObjectResponse head = object.response();
            HttpHeaders headers = new HttpHeaders();
            set(
                    headers,
                    Map.of(
                            HttpHeaders.CONTENT_TYPE, String.valueOf(head.contentType()),
                            HttpHeaders.CACHE_CONTROL, String.valueOf(head.cacheControl()),
                            HttpHeaders.ETAG, String.valueOf(head.eTag()),
                            HttpHeaders.CONTENT_RANGE, String.valueOf(head.contentRange())));
            headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            headers.setContentLength(head.contentLength());
            // The connection to the store must be closed even after an error: Spring closes the resource's stream.
            return ResponseEntity.status(head.contentRange() == null ? 200 : 206)
                    .headers(headers)
                    .body(new InputStreamResource(object));
        } catch (S3Exception e) {
            return ResponseEntity.status(e.statusCode() == 403 ? 404 : e.statusCode())
                    .build();
        }
    }

    private static void set(HttpHeaders headers, Map<String, String> values) {
        values.forEach((name, value) -> {
            if (!value.equals("null")) {
                headers.set(name, value);
            }
        });
    }
}
