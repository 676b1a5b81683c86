package dev.reelroute.inspect;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What a source may be at most.
 *
 * @param maxBytes size of the file
 * @param maxPixels width times height of a stored picture
 * @param maxDuration from the first picture to the end of the last
 * @param maxStreams tracks of all kinds
 * @param maxWork pixels to decode altogether: those of a picture times all pictures
 */
@ConfigurationProperties("reelroute.inspect")
public record InspectProperties(
        DataSize maxBytes, long maxPixels, Duration maxDuration, int maxStreams, long maxWork) {}
