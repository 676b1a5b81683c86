package dev.reelroute.reconcile;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Repairs.
 *
 * @param period milliseconds between two rounds
 * @param doorbellGrace seconds after which a queued task without a message in its queue gets a new one
 * @param keepDays days that a refusal stays among the dead letters
 */
@ConfigurationProperties("reelroute.reconcile")
public record ReconcileProperties(long period, int doorbellGrace, int keepDays) {}
