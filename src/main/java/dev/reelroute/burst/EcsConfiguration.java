package dev.reelroute.burst;

import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.EcsClientBuilder;

/** The client of ECS, made when it is first needed, with the machine's own role. */
@Configuration(proxyBeanMethods = false)
class EcsConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Bean
    @Lazy
    EcsClient ecsClient(BurstProperties burst) {
        EcsClientBuilder builder = EcsClient.builder()
                .region(Region.of(burst.region()))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(options -> options.apiCallTimeout(PATIENCE));
        String endpoint = burst.endpoint();
        if (endpoint != null && !endpoint.isBlank()) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.build();
    }
}
