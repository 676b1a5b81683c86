package dev.reelroute.camel;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
 * neither the server's threads nor the ledger's connections from others; the rest wait in Camel's way.
 */
final class AnswersAtOnce extends SpringBootPlatformHttpEngine {

    /** Half of the ledger's connections. */
    private static final int PLACES = 8;

    private final Executor executor;

    /** @param waiting answers the calls for which there is no place */
    AnswersAtOnce(int port, Executor waiting) {
        super(port, waiting);
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
        return new Consumer(endpoint, processor, executor);
    }

    /** Public, because Spring calls it. */
    public static final class Consumer extends SpringBootPlatformHttpConsumer {

        Consumer(PlatformHttpEndpoint endpoint, Processor processor, Executor executor) {
            super(endpoint, processor, executor);
        }

        /** @return null when the call has been answered */
        @Override
        public @Nullable CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response) {
            CompletableFuture<Void> answer = super.service(request, response);
            return answer.isDone() ? null : answer;
        }
    }
}
