package dev.reelroute.embedded;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Servers inside this process, on the loopback interface.
 *
 * @param storePort of the S3 server
 * @param queuePort of the SQS server
 * @param ledgerPort of the database server, for other processes
 * @param persistentQueues keep messages over a restart
 */
@ConfigurationProperties("reelroute.embedded")
public record EmbeddedProperties(int storePort, int queuePort, int ledgerPort, boolean persistentQueues) {}
