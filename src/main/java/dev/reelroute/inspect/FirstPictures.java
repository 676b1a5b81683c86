package dev.reelroute.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;

/**
 * What the decoder made of the first packets.
 *
 * @param firstTick presentation time of the first picture that can be decoded, in ticks of its track: time zero of all
 *     output. Containers are often wrong about it (edit lists, a first picture that is no key frame)
 * @param interlaced at least one of the pictures is made of two fields
 */
public record FirstPictures(long firstTick, boolean interlaced) {

    /** @throws Refused with {@code NO_FRAMES} when nothing could be decoded */
    static FirstPictures read(JsonNode root) {
        boolean found = false;
        boolean interlaced = false;
        long first = Long.MAX_VALUE;
        for (JsonNode frame : root.path("frames")) {
            if (frame.has("best_effort_timestamp")) {
                // Pictures come out of the decoder in order: only the first can be the first.
                first = found ? first : frame.path("best_effort_timestamp").asLong();
                found = true;
            }
            interlaced |= frame.path("interlaced_frame").asInt() == 1;
        }
        if (!found) {
            throw new Refused(FailureCode.NO_FRAMES);
        }
        return new FirstPictures(first, interlaced);
    }
}
