package dev.reelroute.inspect;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * When a track plays, as its packets say. All times are seconds on the container's clock; where parts were simply
 * joined, on a clock that goes on over the joint.
 *
 * @param start of what is played: of the first packet, without the samples that an encoder put before the first one
 * @param end of the last packet, without the samples that fill it up
 * @param last the end by the container's own clock, whatever happened to it
 * @param packet length of one packet, the longest of the track
 * @param gap longest time from the end of a packet to the next one, or by which they overlap
 * @param told the container says which samples the encoder put before the first one; then they are not part of it
 * @param mistimed FFmpeg guesses the times of all packets but the first of a block, and its guess is wrong: it takes the
 *     sample rate for the one that it saw at the beginning
 * @param trembles seconds by which the packets' times go to and fro, see {@link Tremble}; 0 when they do not
 * @param changes the codec's parameters change on the way, as far as the container tells
 * @param jumps its clock does
 * @param reach bytes of the file up to the first packet
 */
record TrackTimes(
        double start,
        double end,
        double last,
        double packet,
        double gap,
        boolean told,
        boolean mistimed,
        double trembles,
        boolean changes,
        boolean jumps,
        long reach) {

    /** Part of a block's length by which another one may differ: clocks are rounded. */
    private static final double ROUGH = 0.01;

    /** So many blocks in a row that are longer than their packets by the same factor are not like that by chance. */
    private static final int BLOCKS = 3;

    private static final int MOST_PACKETS = 100_000_000;

    /**
     * Reads the lines that {@link Prober#packets} asks for.
     *
     * @return by index, for each track that has a packet
     */
    static Map<Integer, TrackTimes> parse(Stream<String> lines, FileReport report, Joints joints) {
        Map<Integer, Reader> readers = new HashMap<>();
        report.tracks().forEach(track -> readers.put(track.index(), new Reader(track, report, joints)));
        long reach = 0;
        int count = 0;
        for (Iterator<String> iterator = lines.iterator(); iterator.hasNext() && count < MOST_PACKETS; count++) {
            PacketLine packet = PacketLine.parse(iterator.next());
            if (packet == null) {
                continue;
            }
            reach = packet.position() == null ? reach : Math.max(reach, packet.position());
            Reader reader = readers.get(packet.track());
            if (reader != null) {
                reader.add(packet, reach);
            }
        }
        Map<Integer, TrackTimes> times = new HashMap<>();
        readers.forEach((index, reader) -> {
            if (reader.packets > 0) {
                times.put(index, reader.times());
            }
        });
        return Map.copyOf(times);
    }

    private static final class Reader {

        private final double tick;
        private final Clock clock;
        private final double sample;
        private long unheard = Long.MIN_VALUE;
        private long packets;
        private long start = Long.MAX_VALUE;
        private long end = Long.MIN_VALUE;
        private long last = Long.MIN_VALUE;
        private long longest;
        private long gap;
        private long usual;
        private long before;
        private boolean changes;
        private long reach;
        private final long until;
        private final boolean moves;
        private long furthest;
        private boolean over;
        private long block = Long.MIN_VALUE;
        private long inBlock;
        private double stretch = 1;
        private int stretched;
        private boolean mistimed;
        private final Tremble tremble = new Tremble();
        private long next = Long.MIN_VALUE;

        Reader(FileReport.Track track, FileReport report, Joints joints) {
            this.until = report.end(track);
            this.moves = report.changes().moves();
            this.tick = track.timeBase().value();
            this.clock = new Clock(track, report, joints);
            this.sample = track.sampleRate() > 0 ? 1 / (track.sampleRate() * tick) : 0;
        }

        void add(PacketLine packet, long sofar) {
            over |= packet.isBehind(until);
            if (over || (moves && packet.isLate(furthest))) {
                return;
            }
            furthest = packet.furthest(furthest);
            Long shown = clock.shown(packet);
            if (shown == null) {
                return;
            }
            long at = shown - clock.offset(packet);
            if (packet.hidden()) {
                // FFmpeg hides all but the first of several with the same time, where each fragment of an MP4 has one.
                Long told = packet.duration();
                if (at == before && packets > 0 && told != null) {
                    trembled(at, told);
                    inBlock += told;
                }
                return;
            }
            if (packets == 0) {
                reach = sofar;
            }
            long length = length(packet, at);
            packets++;
            note(packet, at, length);
            unheard = packet.skipped() > 0 ? at + Math.round(packet.skipped() * sample) : unheard;
            start = Math.min(start, Math.max(at, unheard));
            trembled(at, length);
            gap = end == Long.MIN_VALUE ? 0 : Math.max(gap, Math.abs(at - end));
            end = Math.max(end, at + length - Math.round(packet.discarded() * sample));
            last = Math.max(last, shown + length);
            longest = Math.max(longest, length);
            // What is squeezed in overlaps with all of its samples.
            gap = length > 0 && length * tick < SourceInfo.SQUEEZED ? Math.max(gap, longest - length) : gap;
            changes |= packet.changes();
        }

        private void trembled(long at, long length) {
            if (next > Long.MIN_VALUE) {
                tremble.add((at - next) * tick, at * tick);
            }
            next = at + length;
        }

        /** Where a packet does not tell its length, it is as long as the one before; where none does (FLV), as the shortest step. */
        private long length(PacketLine packet, long at) {
            Long told = packet.duration();
            if (told != null) {
                usual = told;
            } else if (packets > 0 && at > before) {
                usual = usual == 0 ? at - before : Math.min(usual, at - before);
                end = Math.max(end, before + usual);
            }
            before = at;
            return usual;
        }

        /** Only the first packet of several in a block knows where it is, and when it is heard. */
        private void note(PacketLine packet, long at, long length) {
            if (packet.position() == null) {
                inBlock += length;
                return;
            }
            double factor = block == Long.MIN_VALUE || inBlock <= 0 ? 1 : (double) (at - block) / inBlock;
            boolean asBefore = Math.abs(factor - stretch) < ROUGH * stretch && Math.abs(factor - 1) > 2 * ROUGH;
            stretched = asBefore ? stretched + 1 : 1;
            mistimed |= stretched >= BLOCKS;
            stretch = factor;
            block = at;
            inBlock = length;
        }

        TrackTimes times() {
            if (mistimed) {
                // The last block is stretched as the ones before it.
                end = block + Math.round(inBlock * stretch);
            }
            return new TrackTimes(
                    start * tick,
                    end * tick,
                    last * tick,
                    longest * tick,
                    gap * tick,
                    unheard > Long.MIN_VALUE,
                    mistimed,
                    mistimed || clock.jumps() > 0 ? 0 : tremble.seconds(),
                    changes,
                    clock.jumps() > 0,
                    reach);
        }
    }
}
