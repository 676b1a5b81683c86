package dev.reelroute.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Limits for what a client may use of the server.
 *
 * @param maxCall largest body of a call to the API
 * @param maxBody … of an operation that the contract marks {@code x-large-body}, and of what is no call to the API
 * @param headerTimeout from the first byte of a request to the end of its headers
 * @param bodyTimeout for the whole body of a call to the API; an uploaded file has no such limit, but a lowest rate
 * @param slowestRate per second, averaged over {@code bodyTimeout}: a file must arrive, and an answer be read, at least
 *     this fast
 * @param slowPerAddress requests of one address that may be slow at the same time; a new one ends the oldest
 * @param healthPort port for health alone, however busy the other port is; 0: any free port, -1: none
 */
@ConfigurationProperties("reelroute.http")
record HttpProperties(
        DataSize maxCall,
        DataSize maxBody,
        Duration headerTimeout,
        Duration bodyTimeout,
        DataSize slowestRate,
        int slowPerAddress,
        int healthPort) {}
