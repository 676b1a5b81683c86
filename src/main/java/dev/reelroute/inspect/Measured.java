package dev.reelroute.inspect;

import dev.reelroute.media.Rational;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the packets of a file say, whatever its header claims.
 *
 * @param frames of the video track
 * @param tracks when each track plays, by its index; one without a packet is not among them
 * @param joints where it was joined of several recordings
 * @param packetsToDecode of all tracks together, after which the first frame of the video is decoded, and some of each audio
 *     track that begins about then
 * @param reshaped the frames may change their shape, which is still to be looked at
 * @param shapes of the pixels, by the ticks from which on they are shown; none where they are all the same
 * @param missing bytes of what the container began that the file does not have, see {@link Ending}
 */
public record Measured(
        FrameTimes frames,
        Map<Integer, TrackTimes> tracks,
        Joints joints,
        int packetsToDecode,
        boolean reshaped,
        SortedMap<Long, Rational> shapes,
        long missing) {

    /** Of audio: that many packets show whether it begins within a frame. */
    private static final int SOME = 4;

    /** Audio that begins later than this many packets after the video begins with a whole frame, as it seems. */
    private static final int ABOUT_THEN = 500;

    /** A key frame that is not among so many of the next ones is not in the list: what a decoder makes of damage. */
    private static final int LOOKS_AHEAD = 1000;

    /** @param list what {@link Prober#packets} wrote */
    static Measured read(Path list, Path source, FileReport report) throws IOException {
        Joints joints;
        try (Stream<String> lines = Files.lines(list)) {
            joints = Joints.parse(lines, report);
        }
        FrameTimes frames;
        try (Stream<String> lines = Files.lines(list)) {
            frames = FrameTimes.parse(lines, report, joints);
        }
        Map<Integer, TrackTimes> tracks;
        try (Stream<String> lines = Files.lines(list)) {
            tracks = TrackTimes.parse(lines, report, joints);
        }
        try (Stream<String> lines = Files.lines(list)) {
            int packets = packetsToDecode(lines, report, frames);
            boolean reshaped = frames.keys().renewed
                    || SequenceHeaders.differ(source, report.video().codec(), frames.keys().positions);
            return new Measured(
                    frames,
                    tracks,
                    joints,
                    packets,
                    reshaped,
                    new TreeMap<>(),
                    Ending.missing(source, report.container()));
        }
    }

    /** @param lines time and shape of the key frames, as {@link Prober#shapes} wants them */
    Measured with(Stream<String> lines) {
        long[] clock = frames.keys().clock;
        long[] shown = frames.keys().shown;
        SortedMap<Long, Rational> changes = new TreeMap<>();
        Rational last = null;
        int next = 0;
        for (Iterator<String> iterator = lines.iterator(); iterator.hasNext(); ) {
            String[] fields = iterator.next().split(",", -1);
            if (fields.length < 2 || !fields[0].matches("-?\\d+")) {
                continue;
            }
            Rational shape = FileReport.sampleAspect(fields[1]);
            long tick = Long.parseLong(fields[0]);
            int end = Math.min(clock.length, next + LOOKS_AHEAD);
            int key = next;
            while (key < end && clock[key] != tick) {
                key++;
            }
            if (key < end && !shape.equals(last)) {
                changes.put(shown[key], shape);
                last = shape;
            }
            next = key < end ? key + 1 : next;
        }
        return new Measured(
                frames,
                tracks,
                joints,
                packetsToDecode,
                false,
                changes.size() > 1 ? changes : new TreeMap<>(),
                missing);
    }

    private static int packetsToDecode(Stream<String> lines, FileReport report, FrameTimes frames) {
        Map<Integer, Integer> wanted = new HashMap<>();
        wanted.put(report.video().index(), frames.packetsToDecode());
        report.audio().forEach(track -> wanted.put(track.index(), SOME));
        int count = 0;
        int most = Integer.MAX_VALUE;
        for (Iterator<String> iterator = lines.iterator(); iterator.hasNext() && count < most; ) {
            PacketLine packet = PacketLine.parse(iterator.next());
            if (packet == null) {
                continue;
            }
            count++;
            wanted.computeIfPresent(packet.track(), (track, left) -> left == 1 ? null : left - 1);
            if (wanted.isEmpty()) {
                return count;
            }
            if (most == Integer.MAX_VALUE && !wanted.containsKey(report.video().index())) {
                most = count + ABOUT_THEN;
            }
        }
        return Math.max(1, count);
    }
}
