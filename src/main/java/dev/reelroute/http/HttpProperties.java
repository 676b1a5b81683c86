package dev.reelroute.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What a client may take of the server.
 *
 * @param maxBody largest body of a call to the API
 * @param headerTimeout from the first byte of a request to the end of its headers
 * @param bodyTimeout for the whole body of a call to the API; a file that is uploaded has no such limit, but a slowest rate
 * @param slowestRate per second, averaged over {@code bodyTimeout}, at which a file must come in and an answer be taken
 * @param slowPerAddress requests of one address that may be slow at the same time; the oldest gives way to a new one
 * @param healthPort where health alone is answered, whatever the other port is busy with; 0: any free port, -1: nowhere
 */
@ConfigurationProperties("reelroute.http")
record HttpProperties(
        DataSize maxBody,
        Duration headerTimeout,
        Duration bodyTimeout,
        DataSize slowestRate,
        int slowPerAddress,
        int healthPort) {}
