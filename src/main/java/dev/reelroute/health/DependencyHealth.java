package dev.reelroute.health;

import dev.reelroute.failure.FailureCode;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The dependencies in {@code /actuator/health/readiness}, under the names that the configuration has for them. */
@Configuration(proxyBeanMethods = false)
class DependencyHealth {

    @Bean
    HealthIndicator storeHealthIndicator(Dependencies dependencies) {
        return () -> dependencies.reason(FailureCode.STORE_REFUSED).isPresent()
                ? health(dependencies, FailureCode.STORE_REFUSED)
                : health(dependencies, FailureCode.STORE_UNAVAILABLE);
    }

    @Bean
    HealthIndicator queueHealthIndicator(Dependencies dependencies) {
        return () -> health(dependencies, FailureCode.QUEUE_UNAVAILABLE);
    }

    @Bean
    HealthIndicator ledgerHealthIndicator(Dependencies dependencies) {
        return () -> health(dependencies, FailureCode.LEDGER_UNAVAILABLE);
    }

    /** Who serves can be watched, and only takes no uploads and does no work. */
    @Bean
    HealthIndicator diskHealthIndicator(Dependencies dependencies, @Value("${reelroute.serves}") boolean serves) {
        return () -> {
            Health health = health(dependencies, FailureCode.DISK_FULL);
            return serves ? Health.up().withDetails(health.getDetails()).build() : health;
        };
    }

    private static Health health(Dependencies dependencies, FailureCode code) {
        return dependencies
                .reason(code)
                .map(reason -> Health.down().withDetail("reason", reason).build())
                .orElseGet(() -> Health.up().build());
    }
}
