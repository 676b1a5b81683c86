package dev.reelroute.camel;

import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Threads of routes that do several things at the same time; routes name them by {@code executorService}. */
@Configuration(proxyBeanMethods = false)
class ThreadPools {

    /** All videos that are being published share these. Their queue has no limit: a request that waits in it takes hardly any memory. */
    @Bean
    ThreadPoolProfile storeRequests(@Value("${reelroute.publish.requests}") int requests) {
        return new ThreadPoolProfileBuilder("storeRequests")
                .poolSize(requests)
                .maxPoolSize(requests)
                .maxQueueSize(-1)
                .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns)
                .build();
    }
}
