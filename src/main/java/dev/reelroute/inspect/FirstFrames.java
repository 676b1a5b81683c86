package dev.reelroute.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the decoder got from the first packets.
 *
 * @param firstTick presentation time of the first frame that can be decoded, in ticks of its track: time zero of all
 *     output. Containers are often wrong about it (edit lists, a first frame that is no key frame)
 * @param interlaced at least one of the frames is made of two fields
 * @param captions at least one of the frames carries CEA-608 or 708 captions (ATSC A/53 part 4)
 * @param marks what the first of them says of its colours: the stream's own word where it has one, otherwise the container's
 * @param torn audio tracks that begin within a frame: how many packets are there before the first one that can be decoded
 */
public record FirstFrames(
        long firstTick, boolean interlaced, boolean captions, Marks marks, Map<Integer, Integer> torn) {

    /** Names of FFmpeg; null what is not said. */
    record Marks(
            @Nullable String range,
            @Nullable String primaries,
            @Nullable String transfer,
            @Nullable String matrix) {

        /** Completed by what another one says. */
        Marks or(Marks other) {
            return new Marks(
                    range == null ? other.range : range,
                    primaries == null ? other.primaries : primaries,
                    transfer == null ? other.transfer : transfer,
                    matrix == null ? other.matrix : matrix);
        }
    }

    /** Each packet of these is decoded by itself, and at once. */
    private static final Set<String> AT_ONCE = Set.of("mp1", "mp2", "mp3", "ac3", "eac3", "aac", "dts");

    /** @throws Refused with {@code NO_FRAMES} when nothing could be decoded */
    static FirstFrames read(JsonNode root, FileReport report) {
        boolean found = false;
        boolean interlaced = false;
        boolean captions = false;
        long first = Long.MAX_VALUE;
        int frames = 0;
        Marks marks = new Marks(null, null, null, null);
        JsonNode all = root.has("frames") ? root.path("frames") : root.path("packets_and_frames");
        for (JsonNode frame : all) {
            boolean isPacket = frame.path("type").asText().equals("packet");
            if (isPacket || frame.path("stream_index").asInt() != report.video().index()) {
                continue;
            }
            if (frames == 0) {
                marks = new Marks(
                        FileReport.known(frame, "color_range"),
                        FileReport.known(frame, "color_primaries"),
                        FileReport.known(frame, "color_transfer"),
                        FileReport.known(frame, "color_space"));
            }
            frames++;
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
        if (frames == 0) {
            throw new Refused(FailureCode.NO_FRAMES);
        }
        return new FirstFrames(found ? first : 0, interlaced, captions, marks, torn(all, report));
    }

    private static Map<Integer, Integer> torn(JsonNode packetsAndFrames, FileReport report) {
        Map<Integer, Integer> packets = new HashMap<>();
        Map<Integer, Integer> torn = new HashMap<>();
        for (JsonNode node : packetsAndFrames) {
            int index = node.path("stream_index").asInt();
            if (node.path("type").asText().equals("packet")) {
                packets.merge(index, 1, Integer::sum);
            } else {
                torn.putIfAbsent(index, packets.getOrDefault(index, 1) - 1);
            }
        }
        Set<Integer> known = report.audio().stream()
                .filter(track -> AT_ONCE.contains(track.codec()))
                .map(FileReport.Track::index)
                .collect(Collectors.toSet());
        torn.entrySet().removeIf(entry -> entry.getValue() == 0 || !known.contains(entry.getKey()));
        return Map.copyOf(torn);
    }
}
