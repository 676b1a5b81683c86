package dev.reelroute.duty;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long a duty is held.
 *
 * @param lease seconds without a renewal after which another process takes the duty
 * @param period milliseconds between two attempts to take or renew duties
 */
@ConfigurationProperties("reelroute.duty")
public record DutyProperties(int lease, int period) {}
