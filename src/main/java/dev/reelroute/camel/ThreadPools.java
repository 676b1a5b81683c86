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

    /** All that publish share them. Whatever waits for one is a few words in memory. */
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
