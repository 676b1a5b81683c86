package dev.reelroute.health;

import dev.reelroute.failure.FailureCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.Set;
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

    /** The same for whoever watches by metrics; 0: it cannot be used. */
    @Bean
    MeterBinder dependencyMeters(Dependencies dependencies) {
        Map<String, Set<FailureCode>> names = Map.of(
                "store", Set.of(FailureCode.STORE_UNAVAILABLE, FailureCode.STORE_REFUSED),
                "queue", Set.of(FailureCode.QUEUE_UNAVAILABLE),
                "ledger", Set.of(FailureCode.LEDGER_UNAVAILABLE),
                "disk", Set.of(FailureCode.DISK_FULL));
        return registry -> names.forEach((name, codes) -> Gauge.builder(
                        "reelroute.dependency.up",
                        () -> codes.stream()
                                        .allMatch(code ->
                                                dependencies.reason(code).isEmpty())
                                ? 1
                                : 0)
                .tag("dependency", name)
                .description("Whether what this process depends on can be used")
                .register(registry));
    }

    private static Health health(Dependencies dependencies, FailureCode code) {
        return dependencies
                .reason(code)
                .map(reason -> Health.down().withDetail("reason", reason).build())
                .orElseGet(() -> Health.up().build());
    }
}
