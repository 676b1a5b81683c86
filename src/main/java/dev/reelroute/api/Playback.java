package dev.reelroute.api;

import dev.reelroute.address.ClientAddresses;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.media.ObjectTypes;
import dev.reelroute.playback.PlaybackTokens;
import dev.reelroute.playback.Visibilities;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.StoreProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Serves {@code videos/} to players where there is no CDN: single byte ranges, validators and cache headers as stored,
 * no listing. The bucket stays private, and so does a private video, unless a token in the path lets the viewer play it:
 * there, all that playlists and manifests name by relative addresses inherits it.
 */
@RestController
class Playback {

    private static final String OPEN = "/videos/";
    private static final String BY_TOKEN = "/play/";

    private final S3Client s3;
    private final String bucket;
    private final Visibilities visibilities;
    private final PlaybackTokens tokens;
    private final ClientAddresses clients;

    Playback(
            S3Client s3,
            StoreProperties store,
            Visibilities visibilities,
            PlaybackTokens tokens,
            ClientAddresses clients) {
        this.s3 = s3;
        this.bucket = store.bucket();
        this.visibilities = visibilities;
        this.tokens = tokens;
        this.clients = clients;
    }

    @GetMapping(OPEN + "{id}/**")
    ResponseEntity<InputStreamResource> open(@PathVariable("id") String id, HttpServletRequest request) {
        return visibilities.of(id).equals(Optional.of(Visibility.PUBLIC))
                ? object(OPEN, id, request, false)
                : ResponseEntity.notFound().build();
    }

    @GetMapping(BY_TOKEN + "{token}/{id}/**")
    ResponseEntity<InputStreamResource> byToken(
            @PathVariable("token") String token,
            @PathVariable("id") String id,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            tokens.require(
                    token,
                    id,
                    clients.of(request),
                    request.getHeader(HttpHeaders.ORIGIN),
                    request.getHeader(HttpHeaders.REFERER));
        } catch (Refused e) {
            // A player of another site's page is to see that, and not to try again.
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            throw e;
        }
        return visibilities.of(id).isPresent()
                ? object(BY_TOKEN + token + "/", id, request, true)
                : ResponseEntity.notFound().build();
    }

    /** @param before what stands before the video's id in the path */
    private ResponseEntity<InputStreamResource> object(
            String before, String id, HttpServletRequest request, boolean isForOne) {
        // The path without the prefix that a proxy puts before ours.
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String folder = before + id + "/";
        // The key is of the video that was asked about, however the path was read to find that.
        if (!path.startsWith(folder)) {
            return ResponseEntity.notFound().build();
        }
        String name = path.substring(folder.length());
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(bucket)
                .key(ObjectKeys.videoPrefix(id) + name)
                .range(request.getHeader(HttpHeaders.RANGE))
                .ifNoneMatch(request.getHeader(HttpHeaders.IF_NONE_MATCH))
                .build();
        try {
            ResponseInputStream<GetObjectResponse> object = s3.getObject(get);
            GetObjectResponse head = object.response();
            HttpHeaders headers = new HttpHeaders();
            set(
                    headers,
                    Map.of(
                            HttpHeaders.CONTENT_TYPE, String.valueOf(head.contentType()),
                            HttpHeaders.CACHE_CONTROL,
                                    isForOne
                                            ? ObjectTypes.privateCacheControl(name)
                                            : String.valueOf(head.cacheControl()),
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
            return ResponseEntity.status(e.statusCode() == HttpStatus.FORBIDDEN.value() ? 404 : e.statusCode())
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
