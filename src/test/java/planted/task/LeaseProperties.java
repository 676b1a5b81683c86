package planted.task;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Settings that could change. */
@ConfigurationProperties("reelroute.lease")
final class LeaseProperties {}
