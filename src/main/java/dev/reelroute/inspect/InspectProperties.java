package dev.reelroute.inspect;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Limits of a source.
 *
 * @param maxBytes size of the file
 * @param maxPixels width times height of a stored frame
 * @param maxDuration from the beginning of the first track to the end of the last, as measured
 * @param maxStreams tracks of all kinds
 * @param maxWork pixels to decode in total: those of a frame times the number of frames
 * @param reach how far into a file its tracks are looked for, where it does not list them at the beginning
 */
@ConfigurationProperties("reelroute.inspect")
public record InspectProperties(
        DataSize maxBytes, long maxPixels, Duration maxDuration, int maxStreams, long maxWork, DataSize reach) {}
