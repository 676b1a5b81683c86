package dev.reelroute.http;

import dev.reelroute.address.Addresses;
import dev.reelroute.api.ProblemWriter;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.http.UploadPlaces.Reason;
import dev.reelroute.http.UploadPlaces.Upload;
import dev.reelroute.intake.Uploader;
import dev.reelroute.store.PresignedUrls;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Passes uploads on to a store that browsers do not reach themselves: a request with a presigned URL under our own
 * address is forwarded unchanged, and the store checks its signature. So one port and one origin are enough, behind any
 * proxy, and only a signed PUT below the upload prefix gets through. No thread waits for a client: Jetty's proxy reads
 * and writes as data arrives.
 */
final class UploadRelay extends AsyncProxyServlet {

    private static final long serialVersionUID = 1L;

    private static final Set<String> TO_STORE =
            Set.of("content-type", "content-length", "content-md5", "if-none-match", "if-match");
    private static final Set<String> TO_CLIENT = Set.of("etag", "content-type", "content-length", "retry-after");

    private static final String OVER = "No upload is awaited here any more.";
    private static final String NOT_OURS =
            "The signature does not fit: the file has another size or type than was registered, the URL was changed, or it has ended.";
    private static final String NO_SUCH_PART =
            "The signature does not fit. This URL takes part %s of the file, and not the whole: of a file in parts, partSize bytes go to each"
                    + " URL, and what is left to the last. Otherwise the URL was changed, or it has ended.";
    private static final String ANOTHER = "Another upload to the same address has begun; this one was ended.";
    private static final String NO_ROOM =
            "Too many uploads arrive at the same time. Send this one again in some seconds.";
    private static final String RETRY_SECONDS = "5";

    private static final String NO_DISK =
            "There is no room for this file on the server's disk. Send it again when the server's operator has made some.";
    private static final String RETRY_DISK_SECONDS = "60";

    /** The name under which a request keeps its {@link Upload}. */
    private static final String UPLOAD = UploadRelay.class.getName() + ".upload";

    private static final String UPLOADER = UploadRelay.class.getName() + ".uploader";

    /** The name under which a request keeps its {@link Passage}. */
    private static final String PASSAGE = UploadRelay.class.getName() + ".passage";

    private static final Pattern PART = Pattern.compile("(?:^|&)partNumber=(\\d+)");

    private static final Pattern ENCODED = Pattern.compile("(?:[\\w.~!$&'()*+,;=:@/?-]|%\\p{XDigit}{2})*");

    private final transient Addresses addresses;
    private final transient ProblemWriter problems;
    private final transient PresignedUrls presigned;
    private final String store;
    private final String uploads;
    private final transient Function<String, Optional<Uploader>> uploaders;
    private final transient UploadPlaces places;
    private final transient LongPredicate hasRoomFor;

    /**
     * @param store address of the store's server
     * @param uploads bucket and prefix, such as {@code /reelroute/uploads/}
     * @param uploaders from whom an upload to a key is awaited; empty when it is not
     * @param hasRoomFor whether so many bytes can be stored, as far as we can tell
     */
    UploadRelay(
            Addresses addresses,
            ProblemWriter problems,
            PresignedUrls presigned,
            String store,
            String uploads,
            Function<String, Optional<Uploader>> uploaders,
            UploadPlaces places,
            LongPredicate hasRoomFor) {
        this.addresses = addresses;
        this.problems = problems;
        this.presigned = presigned;
        this.store = store;
        this.uploads = uploads;
        this.uploaders = uploaders;
        this.places = places;
        this.hasRoomFor = hasRoomFor;
    }

    static boolean isFor(String path) {
        return path.startsWith(PresignedUrls.RELAYED + "/");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!request.getMethod().equals("PUT")) {
            response.setHeader(HttpHeaders.ALLOW, "PUT");
            problems.refuse(request, response, FailureCode.METHOD_NOT_ALLOWED, "Only uploads come this way.");
        } else if (!path(request).startsWith(uploads)) {
            problems.refuse(
                    request, response, FailureCode.NOT_FOUND, "Uploads go to the URL that their registration gave.");
        } else if (request.getContentLengthLong() < 0) {
            problems.refuse(
                    request,
                    response,
                    FailureCode.INVALID_REQUEST,
                    "S3 wants to know the length: send Content-Length.");
        } else if (!isSigned(request)) {
            problems.refuse(
                    request,
                    response,
                    FailureCode.UPLOAD_REFUSED,
                    "The URL has no signature, or a header x-amz-… is not one of those that were signed.");
        } else if (!presigned.isOurs(
                key(request), request.getQueryString(), request.getContentLengthLong(), request.getContentType())) {
            problems.refuse(
                    request,
                    response,
                    FailureCode.UPLOAD_REFUSED,
                    part(request).map(NO_SUCH_PART::formatted).orElse(NOT_OURS));
        } else {
            Optional<Uploader> uploader = uploader(request);
            if (uploader.isEmpty()) {
                problems.refuse(request, response, FailureCode.UPLOAD_REFUSED, OVER);
            } else if (!hasRoomFor.test(request.getContentLengthLong())) {
                response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_DISK_SECONDS);
                problems.refuse(request, response, FailureCode.DISK_FULL, NO_DISK);
            } else {
                request.setAttribute(UPLOADER, uploader.get());
                super.service(request, response);
            }
        }
    }

    /** While the ledger cannot say, the store's own check has to do: a long upload should outlive an outage. */
    private Optional<Uploader> uploader(HttpServletRequest request) {
        try {
            return uploaders.apply(key(request).substring(uploads.indexOf('/', 1) + 1));
        } catch (RuntimeException e) {
            return Optional.of(Uploader.UNKNOWN);
        }
    }

    @Override
    protected void sendProxyRequest(HttpServletRequest request, HttpServletResponse response, Request toStore) {
        Passage passage = new Passage(toStore);
        request.setAttribute(PASSAGE, passage);
        Upload upload = upload(request, passage);
        request.setAttribute(UPLOAD, upload);
        toStore.onComplete(result -> {
            passage.isOver = true;
            places.leave(upload);
        });
        super.sendProxyRequest(request, response, toStore);
        // Afterwards: what was not sent yet cannot be ended.
        places.enter(upload);
    }

    private Upload upload(HttpServletRequest request, Passage passage) {
        String path = key(request);
        String rest = path.substring(uploads.length());
        return new Upload(
                path + part(request).map(number -> " " + number).orElse(""),
                rest.split("/", 2)[0],
                (Uploader) request.getAttribute(UPLOADER),
                reason -> passage.end(
                        reason == Reason.ANOTHER
                                ? new Ended(FailureCode.STATE_CONFLICT, ANOTHER)
                                : new Ended(FailureCode.TOO_MANY_UPLOADS, NO_ROOM)));
    }

    @Override
    protected ReadListener newReadListener(
            HttpServletRequest request, HttpServletResponse response, Request toStore, AsyncRequestContent content) {
        ((Passage) request.getAttribute(PASSAGE)).letIn = System.nanoTime();
        return new LastLook(request, response, toStore, content);
    }

    /**
     * The way of an upload to the store, for others to end it. Not at the moment at which the store says that it may come: Jetty's client
     * (12.0.36) then forgets that it was ended, and may use the connection for the next upload, though it reads no answer there any more.
     */
    private static final class Passage {

        /** Much longer than it takes to deal with that. */
        private static final Duration SETTLED = Duration.ofMillis(50);

        private static final Executor LATER =
                CompletableFuture.delayedExecutor(SETTLED.toMillis(), TimeUnit.MILLISECONDS);

        private final Request toStore;
        /** When the store said so, on the clock of {@link System#nanoTime}; 0: not yet. */
        private volatile long letIn;

        private volatile boolean isOver;

        Passage(Request toStore) {
            this.toStore = toStore;
        }

        void end(Ended why) {
            if (isOver) {
                return;
            }
            if (letIn != 0 && System.nanoTime() - letIn > SETTLED.toNanos()) {
                // What has just come to its end cannot be ended, and need not be.
                CompletableFuture<Boolean> unused = toStore.abort(why);
            } else {
                LATER.execute(() -> end(why));
            }
        }
    }

    /**
     * Asks again before the last bytes are passed on. Much can have happened since an upload began: another one to the same URL may have
     * been completed, and would be replaced. What has not come as a whole the store does not keep.
     */
    private final class LastLook extends StreamReader {

        private long left;

        LastLook(
                HttpServletRequest request,
                HttpServletResponse response,
                Request toStore,
                AsyncRequestContent content) {
            super(request, response, toStore, content);
            left = request.getContentLengthLong();
        }

        @Override
        protected void onRequestContent(
                HttpServletRequest request,
                Request toStore,
                AsyncRequestContent content,
                byte[] buffer,
                int offset,
                int length,
                Callback callback) {
            left -= length;
            places.passed((Upload) request.getAttribute(UPLOAD), length);
            if (left > 0 || uploader(request).isPresent()) {
                super.onRequestContent(request, toStore, content, buffer, offset, length, callback);
            } else {
                callback.failed(new Ended(FailureCode.UPLOAD_REFUSED, OVER));
            }
        }
    }

    /** An upload that we end. */
    private static final class Ended extends IOException {

        private static final long serialVersionUID = 1L;

        private final FailureCode code;

        Ended(FailureCode code, String why) {
            super(why);
            this.code = code;
        }
    }

    /** The store does not say why it failed. What filled the disk meanwhile may have been other uploads. */
    @Override
    protected void onServerResponseHeaders(
            HttpServletRequest request, HttpServletResponse response, Response fromStore) {
        if (fromStore.getStatus() >= 500 && !hasRoomFor.test(request.getContentLengthLong())) {
            CompletableFuture<Boolean> unused = fromStore.abort(new Ended(FailureCode.DISK_FULL, NO_DISK));
        } else {
            super.onServerResponseHeaders(request, response, fromStore);
        }
    }

    @Override
    protected void onProxyResponseFailure(
            HttpServletRequest request, HttpServletResponse response, @Nullable Response fromStore, Throwable failure) {
        if (!(failure instanceof Ended ended)) {
            super.onProxyResponseFailure(request, response, fromStore, failure);
            return;
        }
        try {
            if (ended.code == FailureCode.TOO_MANY_UPLOADS) {
                response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            } else if (ended.code == FailureCode.DISK_FULL) {
                response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_DISK_SECONDS);
            }
            problems.refuse(request, response, ended.code, ended.getMessage());
        } catch (IOException e) {
            _log.debug("The client has gone", e);
        } finally {
            request.getAsyncContext().complete();
        }
    }

    /** Whether we signed everything that could change what the store does. */
    private static boolean isSigned(HttpServletRequest request) {
        @Nullable String query = request.getQueryString();
        @Nullable
        String signed = query == null
                ? null
                : UriComponentsBuilder.newInstance()
                        .query(query)
                        .build()
                        .getQueryParams()
                        .getFirst("X-Amz-SignedHeaders");
        // Jetty's client throws when something is not encoded as in URLs, and the log would get a long stack trace.
        if (signed == null || !ENCODED.matcher(query).matches()) {
            return false;
        }
        Set<String> names =
                Arrays.stream(signed.toLowerCase(Locale.ROOT).split(";|%3b")).collect(Collectors.toSet());
        return amazons(request).allMatch(names::contains);
    }

    private static Stream<String> amazons(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith("x-amz-"));
    }

    /** Which part of an upload; empty: all of it. */
    private static Optional<String> part(HttpServletRequest request) {
        Matcher part = PART.matcher(String.valueOf(request.getQueryString()));
        return part.find() ? Optional.of(part.group(1)) : Optional.empty();
    }

    /** The path as it was signed: still encoded, and without the part that is only between the client and us. */
    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring((request.getContextPath() + PresignedUrls.RELAYED).length());
    }

    /** Bucket and key. */
    private static String key(HttpServletRequest request) {
        return UriUtils.decode(path(request), StandardCharsets.UTF_8);
    }

    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        return store + path(request) + "?" + request.getQueryString();
    }

    @Override
    protected void copyRequestHeaders(HttpServletRequest request, Request toStore) {
        List<String> passed = Stream.concat(TO_STORE.stream(), amazons(request)).toList();
        toStore.headers(headers -> {
            headers.clear();
            // The signature covers the name under which the client knows us.
            headers.put(HttpHeaders.HOST, addresses.current().authority());
            passed.forEach(name -> {
                @Nullable String value = request.getHeader(name);
                if (value != null) {
                    headers.put(name, value);
                }
            });
            if (request.getContentLengthLong() > 0) {
                headers.put(HttpHeaders.EXPECT, "100-continue");
            }
        });
    }

    /**
     * The store looks at the signature before it is sent anything. Otherwise it may refuse and close while we still send,
     * and Jetty's client then reports the broken connection instead of the answer.
     */
    @Override
    protected boolean expects100Continue(HttpServletRequest request) {
        return true;
    }

    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request toStore) {
        // The store does not need this header.
    }

    @Override
    protected @Nullable String filterServerResponseHeader(
            HttpServletRequest request, Response fromStore, String name, String value) {
        return TO_CLIENT.contains(name.toLowerCase(Locale.ROOT)) ? value : null;
    }
}
