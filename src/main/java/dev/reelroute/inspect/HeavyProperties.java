package dev.reelroute.inspect;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Limits above which a source is heavy: it costs so much more than others that it gets a lane of its own.
 *
 * @param pictureSize bytes of one decoded frame
 * @param pixelRate decoded pixels per second of running time
 * @param leverage processor seconds that a megabyte of the file asks for …
 * @param leverageFrom … when the whole asks for more than this
 * @param piece processor time of one piece of a source that cannot be cut into smaller ones
 */
@ConfigurationProperties("reelroute.heavy")
public record HeavyProperties(
        DataSize pictureSize, long pixelRate, double leverage, Duration leverageFrom, Duration piece) {}
