package dev.reelroute.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rest of a body whose request was answered without it, so that an honest client can read its answer (a
 * server that closes too early resets the connection). Tomcat would do so in the request's thread, as slowly as the
 * client sends, and a few hundred such clients leave no free thread. Here no thread waits, and the reading ends after
 * some seconds or bytes.
 */
public final class NoSwallowing extends ValveBase {

    private static final Logger LOG = LoggerFactory.getLogger(NoSwallowing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 2 << 20; // bytes, as Tomcat's own maxSwallowSize

    public NoSwallowing() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isAsync() || isRead(request)) {
            return;
        }
        if (request.getContext() == null) {
            // Tomcat has refused the address itself; nothing can go on beside its thread.
            giveUp(request);
            return;
        }
        try {
            response.flushBuffer();
            request.setAsyncSupported(true);
            AsyncContext context = request.startAsync();
            context.setTimeout(PATIENCE.toMillis());
            Rest rest = new Rest(request, context);
            context.addListener(rest);
            rest.in.setReadListener(rest);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The rest of a body is not read", e);
            giveUp(request);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }

    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    private static void giveUp(Request request) {
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    /** The rest of one body. */
    private static final class Rest implements ReadListener, AsyncListener {

        private final Request request;
        private final AsyncContext context;
        private final ServletInputStream in;
        private final byte[] buffer = new byte[8192];
        private int taken;

        private Rest(Request request, AsyncContext context) throws IOException {
            this.request = request;
            this.context = context;
            this.in = request.getInputStream();
        }

        @Override
        public void onDataAvailable() throws IOException {
            while (taken <= MOST && in.isReady() && !in.isFinished()) {
                taken += Math.max(0, in.read(buffer));
            }
            if (taken > MOST) {
                context.complete();
            }
        }

        @Override
        public void onAllDataRead() {
            context.complete();
        }

        @Override
        public void onError(Throwable failure) {
            // Tomcat reports it as an event as well.
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            context.complete();
        }

        /** Even if it was complete already: otherwise Tomcat would write an error page after the answer. */
        @Override
        public void onError(AsyncEvent event) {
            context.complete();
        }

        /** Not sooner: Tomcat drops a request that is given up, and would count it as in progress for ever. */
        @Override
        public void onComplete(AsyncEvent event) {
            if (!isRead(request)) {
                giveUp(request);
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Nothing starts it again.
        }
    }
}
