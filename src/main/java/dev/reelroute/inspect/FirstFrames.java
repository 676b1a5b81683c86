package dev.reelroute.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;

/**
 * What the decoder got from the first packets.
 *
 * @param firstTick presentation time of the first frame that can be decoded, in ticks of its track: time zero of all
 *     output. Containers are often wrong about it (edit lists, a first frame that is no key frame)
 * @param interlaced at least one of the frames is made of two fields
 * @param captions at least one of the frames carries CEA-608 or 708 captions (ATSC A/53 part 4)
 */
public record FirstFrames(long firstTick, boolean interlaced, boolean captions) {

    /** @throws Refused with {@code NO_FRAMES} when nothing could be decoded */
    static FirstFrames read(JsonNode root) {
        boolean found = false;
        boolean interlaced = false;
        boolean captions = false;
        long first = Long.MAX_VALUE;
        for (JsonNode frame : root.path("frames")) {
            if (frame.has("best_effort_timestamp")) {
                // Frames come out of the decoder in order: only the first one can have the first time.
                first = found ? first : frame.path("best_effort_timestamp").asLong();
                found = true;
            }
            interlaced |= frame.path("interlaced_frame").asInt() == 1;
            for (JsonNode datum : frame.path("side_data_list")) {
                captions |= datum.path("side_data_type").asText().endsWith("Closed Captions");
            }
        }
        if (root.path("frames").isEmpty()) {
            throw new Refused(FailureCode.NO_FRAMES);
        }
        return new FirstFrames(found ? first : 0, interlaced, captions);
    }
}
