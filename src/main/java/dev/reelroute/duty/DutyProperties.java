package dev.reelroute.duty;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long a duty is had.
 *
 * @param lease seconds without a word from its owner after which another process takes it
 * @param period milliseconds between two looks at what is to be taken or held
 */
@ConfigurationProperties("reelroute.duty")
public record DutyProperties(int lease, int period) {}
