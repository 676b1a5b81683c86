package dev.reelroute.inspect;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Limits of a source.
 *
 * @param maxBytes size of the file
 * @param maxPixels width times height of a stored frame
 * @param maxDuration from the first frame to the end of the last
 * @param maxStreams tracks of all kinds
 * @param maxWork pixels to decode in total: those of a frame times the number of frames
 */
@ConfigurationProperties("reelroute.inspect")
public record InspectProperties(
        DataSize maxBytes, long maxPixels, Duration maxDuration, int maxStreams, long maxWork) {}
