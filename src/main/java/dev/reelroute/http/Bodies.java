package dev.reelroute.http;

import dev.reelroute.access.Operations;
import dev.reelroute.api.ProblemWriter;
import dev.reelroute.failure.FailureCode;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

/**
 * Reads the whole body of a call before any other code handles it: counted while it comes in (whatever its length is
 * said to be), against a deadline, and without a thread that waits for it. So any number of slow senders leaves other
 * clients unaffected. Files that are uploaded go another way ({@link UploadRelay}).
 */
final class Bodies implements Filter {

    private static final String HELD = Bodies.class.getName() + ".held";

    private final HttpProperties limits;
    private final Operations operations;
    private final SlowPeers slowPeers;
    private final ProblemWriter problems;

    Bodies(HttpProperties limits, Operations operations, SlowPeers slowPeers, ProblemWriter problems) {
        this.limits = limits;
        this.operations = operations;
        this.slowPeers = slowPeers;
        this.problems = problems;
    }

    /** Advice for clients that send the file itself, as they would to another server. */
    static final String FILES_GO_ELSEWHERE =
            "A file is registered with POST /api/videos first, and then goes to the URL that the answer gives, by PUT.";

    /** Whether a request says that a body follows. */
    static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        if (request.getAttribute(HELD) instanceof byte[] held) {
            request.removeAttribute(HELD);
            answer(request, response, held, chain);
        } else if (request.getDispatcherType() != DispatcherType.REQUEST
                || !hasBody(request)
                || UploadRelay.isFor(request.getRequestURI())) {
            chain.doFilter(request, response);
        } else if (request.getContentLengthLong() > most(request).toBytes()) {
            refuse(request, response, FailureCode.BODY_TOO_LARGE);
        } else if (isCoded(request)) {
            problems.refuse(
                    request,
                    response,
                    FailureCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as it is, without Content-Encoding.");
        } else {
            read(request, response, chain);
        }
    }

    private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ServletInputStream in = request.getInputStream();
        int length = request.getContentLength();
        // Most bodies are small and come together with the headers: those need no listener. Tomcat says only whether
        // something is there
        // until it is read, and what it had read ahead when a listener came would be lost.
        ByteArrayOutputStream there = new ByteArrayOutputStream();
        while (there.size() < length && in.available() > 0) {
            there.write(in.readNBytes(Math.min(in.available(), length - there.size())));
        }
        if (there.size() == length) {
            answer(request, response, there.toByteArray(), chain);
            return;
        }
        AsyncContext later = request.startAsync();
        later.setTimeout(0);
        Reading reading = new Reading(request, response, in, later);
        there.writeTo(reading.body);
        slowPeers.watch(reading);
        in.setReadListener(reading);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, byte[] body, FilterChain chain)
            throws IOException, ServletException {
        if (isJson(request) && !isUtf8(request, body)) {
            problems.refuse(request, response, FailureCode.INVALID_REQUEST, "JSON is sent in UTF-8 (RFC 8259).");
            return;
        }
        Held held = new Held(request, body);
        chain.doFilter(held, response);
        held.first = false;
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, FailureCode code) throws IOException {
        // Otherwise the rest of the body would be read as the next request.
        response.setHeader(HttpHeaders.CONNECTION, "close");
        problems.refuse(
                request,
                response,
                code,
                code == FailureCode.BODY_TOO_LARGE
                        ? "It may have " + most(request).toKilobytes() + " KiB. " + FILES_GO_ELSEWHERE
                        : "It has " + limits.bodyTimeout().toSeconds() + " s.");
    }

    /** What a call to the API says is small, but for a few operations: what each byte can be made to cost is much. */
    private DataSize most(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        boolean isLarge = !path.startsWith("/api/")
                || operations
                        .find(request.getMethod(), path)
                        .filter(call -> call.operation().hasLargeBody())
                        .isPresent();
        return isLarge ? limits.maxBody() : limits.maxCall();
    }

    private static boolean isCoded(HttpServletRequest request) {
        @Nullable String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return coding != null && !coding.equalsIgnoreCase("identity");
    }

    private static boolean isJson(HttpServletRequest request) {
        return request.getContentType() != null
                && request.getContentType().toLowerCase(Locale.ROOT).matches("application/([a-z0-9.-]+\\+)?json\\b.*");
    }

    private static boolean isUtf8(HttpServletRequest request, byte[] body) {
        @Nullable String charset = request.getCharacterEncoding();
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** A body that is still being received. */
    private final class Reading implements ReadListener, SlowPeers.Slow {

        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final ServletInputStream in;
        private final AsyncContext later;
        private final String peer;
        private final DataSize most;
        private final long begun = System.nanoTime();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[8192];
        private final AtomicBoolean over = new AtomicBoolean();

        Reading(HttpServletRequest request, HttpServletResponse response, ServletInputStream in, AsyncContext later) {
            this.request = request;
            this.response = response;
            this.in = in;
            this.later = later;
            this.peer = request.getRemoteAddr();
            this.most = most(request);
        }

        @Override
        public void onDataAvailable() throws IOException {
            while (!over.get() && in.isReady() && !in.isFinished()) {
                int count = in.read(buffer);
                if (count > 0) {
                    body.write(buffer, 0, count);
                }
                if (body.size() > most.toBytes()) {
                    end(FailureCode.BODY_TOO_LARGE);
                }
            }
        }

        @Override
        public void onAllDataRead() {
            if (over.compareAndSet(false, true)) {
                slowPeers.forget(this);
                request.setAttribute(HELD, body.toByteArray());
                later.dispatch();
            }
        }

        @Override
        public void onError(Throwable gone) {
            if (over.compareAndSet(false, true)) {
                slowPeers.forget(this);
                later.complete();
            }
        }

        @Override
        public String peer() {
            return peer;
        }

        @Override
        public long begun() {
            return begun;
        }

        @Override
        public Duration patience() {
            return limits.bodyTimeout();
        }

        @Override
        public void giveUp() {
            end(FailureCode.REQUEST_TIMEOUT);
        }

        private void end(FailureCode code) {
            if (over.compareAndSet(false, true)) {
                slowPeers.forget(this);
                try {
                    refuse(request, response, code);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    later.complete();
                }
            }
        }
    }

    /** A request whose body is complete. When it is handled for the first time, it looks as if it had just come. */
    private static final class Held extends HttpServletRequestWrapper {

        private final byte[] body;
        private boolean first = true;

        Held(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public DispatcherType getDispatcherType() {
            return first ? DispatcherType.REQUEST : super.getDispatcherType();
        }

        @Override
        public ServletInputStream getInputStream() {
            return new HeldStream(new ByteArrayInputStream(body));
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public int getContentLength() {
            return body.length;
        }

        @Override
        public long getContentLengthLong() {
            return body.length;
        }
    }

    private static final class HeldStream extends ServletInputStream {

        private final ByteArrayInputStream body;

        HeldStream(ByteArrayInputStream body) {
            this.body = body;
        }

        @Override
        public int read() {
            return body.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return body.read(target, offset, length);
        }

        @Override
        public int available() {
            return body.available();
        }

        @Override
        public boolean isFinished() {
            return body.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body is here already");
        }
    }
}
