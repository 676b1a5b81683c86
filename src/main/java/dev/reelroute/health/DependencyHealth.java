package dev.reelroute.health;

import dev.reelroute.failure.FailureCode;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The dependencies in {@code /actuator/health/readiness}, under the names that the configuration has for them. */
@Configuration(proxyBeanMethods = false)
class DependencyHealth {

    @Bean
    HealthIndicator storeHealthIndicator(Dependencies dependencies) {
        return () -> health(dependencies, FailureCode.STORE_UNAVAILABLE);
    }

    @Bean
    HealthIndicator queueHealthIndicator(Dependencies dependencies) {
        return () -> health(dependencies, FailureCode.QUEUE_UNAVAILABLE);
    }

    @Bean
    HealthIndicator ledgerHealthIndicator(Dependencies dependencies) {
        return () -> health(dependencies, FailureCode.LEDGER_UNAVAILABLE);
    }

    private static Health health(Dependencies dependencies, FailureCode code) {
        return dependencies
                .reason(code)
                .map(reason -> Health.down().withDetail("reason", reason).build())
                .orElseGet(() -> Health.up().build());
    }
}
