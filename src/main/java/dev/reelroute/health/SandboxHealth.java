package dev.reelroute.health;

import dev.reelroute.ffmpeg.Sandbox;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * How well FFmpeg is confined, in {@code /actuator/health} for operators. A weak sandbox is shown, but is no outage.
 */
@Component("sandboxHealthIndicator")
class SandboxHealth implements HealthIndicator, SmartInitializingSingleton {

    private final ObjectProvider<Sandbox> choice;
    private final boolean works;
    private @Nullable Sandbox sandbox;

    SandboxHealth(ObjectProvider<Sandbox> choice, @Value("${reelroute.works}") boolean works) {
        this.choice = choice;
        this.works = works;
    }

    /**
     * The sandbox is asked for here, before the routes start: where one is required and not available, no task must be
     * claimed.
     */
    @Override
    public void afterSingletonsInstantiated() {
        // Asking for it looks for an FFmpeg, which a machine without a worker need not have.
        sandbox = works ? choice.getObject() : null;
    }

    @Override
    public Health health() {
        if (sandbox == null) {
            return Health.up()
                    .withDetail("tier", "none: this process runs no FFmpeg")
                    .build();
        }
        Health.Builder health = Health.up()
                .withDetail("tier", sandbox.tier().name().toLowerCase(Locale.ROOT))
                .withDetail("protection", sandbox.protection());
        sandbox.advice().ifPresent(advice -> health.withDetail("advice", advice));
        return health.build();
    }
}
