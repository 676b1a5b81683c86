package dev.reelroute.camel;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.jspecify.annotations.Nullable;

/**
 * Answers a call in the thread that it came with. Camel has another thread answer, after which the request passes through all filters
 * a second time: an eighth of a registration, and two changes of threads. Only a few calls are answered in this way at a time, so that slow ones keep
 * neither the server's threads nor the ledger's connections from others; the rest wait in Camel's way. As many wait as its executor
 * takes, and none for long: to others, and to those that have waited in vain, the answer is 503. Nothing else ends a call that waits or is
 * being answered: its request would be used for another call while it is still read.
 */
final class AnswersAtOnce extends SpringBootPlatformHttpEngine {

    /** Half of the ledger's connections. */
    private static final int PLACES = 8;

    private final Executor executor;
    private final Duration patience;

    /**
     * @param waiting answers the calls for which there is no place
     * @param patience after that a client has often gone, or asks again: what it wanted is not begun any more
     */
    AnswersAtOnce(int port, Executor waiting, Duration patience) {
        super(port, waiting);
        this.patience = patience;
        Semaphore places = new Semaphore(PLACES);
        this.executor = answer -> {
            if (places.tryAcquire()) {
                try {
                    answer.run();
                } finally {
                    places.release();
                }
            } else {
                waiting.execute(answer);
            }
        };
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new Consumer(endpoint, processor, executor, patience);
    }

    /** Public, because Spring calls it. */
    public static final class Consumer extends SpringBootPlatformHttpConsumer {

        private static final String SINCE = Consumer.class.getName() + ".since";

        private final Duration patience;

        Consumer(PlatformHttpEndpoint endpoint, Processor processor, Executor executor, Duration patience) {
            super(endpoint, processor, executor);
            this.patience = patience;
        }

        /** @return null when the call has been answered */
        @Override
        public @Nullable CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response) {
            request.setAttribute(SINCE, System.nanoTime());
            CompletableFuture<Void> answer;
            try {
                answer = super.service(request, response);
            } catch (RejectedExecutionException tooManyWait) {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                return null;
            }
            return answer.isDone() ? null : answer;
        }

        @Override
        protected void handleService(HttpServletRequest request, HttpServletResponse response) throws Exception {
            long waited = System.nanoTime() - (long) request.getAttribute(SINCE);
            if (waited > patience.toNanos()) {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            } else {
                super.handleService(request, response);
            }
        }
    }
}
