package dev.reelroute.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * A worker's own life.
 *
 * @param exitWhenIdle it ends itself when it had nothing to do for so long; null: it stays
 */
@ConfigurationProperties("reelroute.worker")
public record WorkerProperties(@Nullable Duration exitWhenIdle) {}
