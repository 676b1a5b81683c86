package dev.reelroute.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reelroute.address.ClientAddresses;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.MediaKeys;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.media.MediaKey;
import dev.reelroute.media.ObjectTypes;
import dev.reelroute.playback.Pass;
import dev.reelroute.playback.PlaybackTokens;
import dev.reelroute.playback.Playlists;
import dev.reelroute.playback.Playlists.Playlist;
import dev.reelroute.playback.SignedTexts;
import dev.reelroute.playback.StraightWay;
import dev.reelroute.playback.Visibilities;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.ViewersStore;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Serves {@code videos/} to players where there is no CDN: single byte ranges, validators and cache headers as stored,
 * no listing. The bucket stays private, and so does a private video, unless a token in the path lets the viewer play it:
 * there, all that playlists and manifests name by relative addresses inherits it.
 */
@RestController
public class Playback {

    private static final String OPEN = "/videos/";
    private static final String BY_TOKEN = "/play/";

    private final ViewersStore store;
    private final Visibilities visibilities;
    private final PlaybackTokens tokens;
    private final ClientAddresses clients;
    private final StraightWay straightWay;
    private final Playlists playlists;
    private final SignedTexts texts;
    private final MediaKeys keys;

    Playback(
            ViewersStore store,
            Visibilities visibilities,
            PlaybackTokens tokens,
            ClientAddresses clients,
            StraightWay straightWay,
            Playlists playlists,
            SignedTexts texts,
            MediaKeys keys) {
        this.store = store;
        this.visibilities = visibilities;
        this.tokens = tokens;
        this.clients = clients;
        this.straightWay = straightWay;
        this.playlists = playlists;
        this.texts = texts;
        this.keys = keys;
    }

    /** A file of a public video. */
    @GetMapping(OPEN + "{id}/**")
    public ResponseEntity<?> open(@PathVariable("id") String id, HttpServletRequest request) {
        if (!visibilities.of(id).equals(Optional.of(Visibility.PUBLIC))) {
            return ResponseEntity.notFound().build();
        }
        String folder = OPEN + id + "/";
        return name(folder, request).equals(MediaKey.NAME) ? key(id) : object(folder, id, request, false);
    }

    /** A file for whoever has the token. */
    @GetMapping(BY_TOKEN + "{token}/{id}/**")
    public ResponseEntity<?> byToken(
            @PathVariable("token") String token, @PathVariable("id") String id, HttpServletRequest request) {
        Pass pass = tokens.require(
                token,
                id,
                clients.of(request),
                request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader(HttpHeaders.REFERER));
        if (visibilities.of(id).isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        String folder = BY_TOKEN + token + "/" + id + "/";
        if (name(folder, request).equals(MediaKey.NAME)) {
            return key(id);
        }
        return straightWay.isTaken() ? straight(folder, pass, request) : object(folder, id, request, true);
    }

    /** Of an encrypted video: who may play it has it from us alone, and keeps it no longer than it plays. */
    private ResponseEntity<byte[]> key(String id) {
        return keys.find(id)
                .map(key -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                        .body(key.bytes()))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    /** From the store, which is reached by addresses that we sign; texts are small and come by way of us. */
    private ResponseEntity<?> straight(String folder, Pass pass, HttpServletRequest request) {
        String name = name(folder, request);
        if (Playlists.isPlaylist(name)) {
            return signed(pass, name);
        }
        // An address is signed for GET alone, and the store does not know the name of a file to keep.
        if (name.endsWith(".vtt")
                || request.getParameter("download") != null
                || !request.getMethod().equals(HttpMethod.GET.name())) {
            return object(folder, pass.video(), request, true);
        }
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(straightWay.address(pass, name)))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .build();
    }

    private ResponseEntity<byte[]> signed(Pass pass, String name) {
        try {
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(ObjectTypes.of(name)))
                    .header(HttpHeaders.CACHE_CONTROL, ObjectTypes.privateCacheControl(name))
                    .body(texts.of(pass, name));
        } catch (S3Exception e) {
            return refused(e);
        }
    }

    /** @param folder what stands before the object's name in the path: the way to it, and the video's id */
    private ResponseEntity<?> object(String folder, String id, HttpServletRequest request, boolean isForOne) {
        String name = name(folder, request);
        String key = ObjectKeys.videoPrefix(id) + name;
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        try {
            if (Playlists.isPlaylist(name) && request.getHeader(HttpHeaders.RANGE) == null) {
                return playlist(id, name, isForOne);
            }
            if (request.getMethod().equals(HttpMethod.HEAD.name())) {
                HeadObjectResponse head = store.head(key, known);
                HttpHeaders headers = headers(name, isForOne, head.contentType(), head.cacheControl(), head.eTag());
                headers.setContentLength(head.contentLength());
                return ResponseEntity.ok().headers(headers).build();
            }
            ViewersStore.Content content = store.open(key, range(request), known);
            // Spring closes what it writes, and answers without the body, or fails, before it does.
            RequestContextHolder.currentRequestAttributes()
                    .registerDestructionCallback(key, content::close, RequestAttributes.SCOPE_REQUEST);
            GetObjectResponse head = content.head();
            HttpHeaders headers = headers(name, isForOne, head.contentType(), head.cacheControl(), head.eTag());
            if (head.contentRange() != null) {
                headers.set(HttpHeaders.CONTENT_RANGE, head.contentRange());
            }
            headers.setContentLength(head.contentLength());
            return ResponseEntity.status(head.contentRange() == null ? HttpStatus.OK : HttpStatus.PARTIAL_CONTENT)
                    .headers(headers)
                    .body(new InputStreamResource(new UntilItBreaks(content)));
        } catch (S3Exception e) {
            return refused(e);
        }
    }

    /** Several ranges, and what is none, are answered with the whole, as S3 does (RFC 9110, 14.2, leaves it to the server). */
    private static @Nullable String range(HttpServletRequest request) {
        String range = request.getHeader(HttpHeaders.RANGE);
        return range == null || !range.matches("bytes=(\\d{1,18}-\\d{0,18}|-\\d{1,18})") ? null : range;
    }

    private static HttpHeaders headers(
            String name,
            boolean isForOne,
            @Nullable String type,
            @Nullable String cacheControl,
            @Nullable String etag) {
        HttpHeaders headers = new HttpHeaders();
        set(headers, HttpHeaders.CONTENT_TYPE, type);
        set(headers, HttpHeaders.CACHE_CONTROL, isForOne ? ObjectTypes.privateCacheControl(name) : cacheControl);
        set(headers, HttpHeaders.ETAG, etag);
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        return headers;
    }

    private static void set(HttpHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }

    /** Whole; whether the player has it already, Spring finds out by the entity tag. */
    private ResponseEntity<byte[]> playlist(String id, String name, boolean isForOne) {
        Playlist playlist = playlists.of(id, name);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(ObjectTypes.of(name)))
                .header(
                        HttpHeaders.CACHE_CONTROL,
                        isForOne ? ObjectTypes.privateCacheControl(name) : playlist.cacheControl())
                .eTag(playlist.etag())
                .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                .body(playlist.text().getBytes(UTF_8));
    }

    /** It is not there, or the player has it. */
    private static <T> ResponseEntity<T> refused(S3Exception e) {
        return ResponseEntity.status(e.statusCode()).build();
    }

    /**
     * Name of the object below the folder, in the path without the prefix that a proxy puts before ours. The folder is that of
     * the video that was asked about, however the path was read to find that.
     */
    private static String name(String folder, HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        // A store refuses keys that are none, which would look like a fault of our settings.
        if (!path.startsWith(folder)
                || ObjectKeys.fault(path.substring(folder.length())).isPresent()) {
            throw new Refused(FailureCode.NOT_FOUND);
        }
        return path.substring(folder.length());
    }

    /** Of an answer that has begun, nothing but its connection's end tells the player that the store is gone; and no log has to. */
    private static final class UntilItBreaks extends FilterInputStream {

        UntilItBreaks(InputStream content) {
            super(content);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException | SdkException e) {
                throw new CloseNowException(e.getMessage(), e);
            }
        }
    }
}
