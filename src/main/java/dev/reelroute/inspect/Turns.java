package dev.reelroute.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tracks of FLV that are one: FFmpeg makes another track of it where its codec changes. They play in turn, while those of a file
 * that has several (Enhanced RTMP, version 2) play side by side.
 */
final class Turns {

    /** Packets that a track has in a row, on the average, if it has no other beside it. */
    private static final int IN_A_ROW = 8;

    private Turns() {}

    /**
     * Reads the lines that {@link Prober#packets} asks for.
     *
     * @param kind {@code audio} or {@code video}
     * @return indices of all tracks of that kind, in the order in which they begin; none where they play side by side, or there is
     *     only one
     */
    static List<Integer> parse(Stream<String> lines, FileReport report, String kind) {
        Set<Integer> known = new HashSet<>();
        report.tracks().stream()
                .filter(track -> track.kind().equals(kind) && !track.cover())
                .forEach(track -> known.add(track.index()));
        if (!report.container().equals("flv") || known.size() < 2) {
            return List.of();
        }
        List<Integer> order = new ArrayList<>();
        Map<Integer, Integer> packets = new HashMap<>();
        int turns = 0;
        int last = -1;
        for (Iterator<String> iterator = lines.iterator(); iterator.hasNext(); ) {
            PacketLine packet = PacketLine.parse(iterator.next());
            if (packet == null || !known.contains(packet.track())) {
                continue;
            }
            if (packets.merge(packet.track(), 1, Integer::sum) == 1) {
                order.add(packet.track());
            }
            turns += packet.track() == last ? 0 : 1;
            last = packet.track();
        }
        int all = packets.values().stream().mapToInt(count -> count).sum();
        return order.size() > 1 && all >= turns * IN_A_ROW ? List.copyOf(order) : List.of();
    }
}
