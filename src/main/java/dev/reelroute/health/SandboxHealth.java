package dev.reelroute.health;

import dev.reelroute.ffmpeg.Sandbox;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** How well FFmpeg is locked in, in {@code /actuator/health} for operators. A weak sandbox is told, and is no outage. */
@Component("sandboxHealthIndicator")
class SandboxHealth implements HealthIndicator {

    private final ObjectProvider<Sandbox> sandbox;
    private final boolean works;

    SandboxHealth(ObjectProvider<Sandbox> sandbox, @Value("${reelroute.works}") boolean works) {
        this.sandbox = sandbox;
        this.works = works;
    }

    @Override
    public Health health() {
        if (!works) {
            // Asking for the sandbox would look for an FFmpeg, which this machine need not have.
            return Health.up().withDetail("tier", "none: this process runs no FFmpeg").build();
        }
        Sandbox chosen = sandbox.getObject();
        Health.Builder health = Health.up()
                .withDetail("tier", chosen.tier().name().toLowerCase(Locale.ROOT))
                .withDetail("protection", chosen.protection());
        chosen.advice().ifPresent(advice -> health.withDetail("advice", advice));
        return health.build();
    }
}
