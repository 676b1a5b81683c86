package dev.reelroute.inspect;

import dev.reelroute.media.Appended;
import dev.reelroute.media.Rational;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the packets of a file say, whatever its header claims.
 *
 * @param frames of the video track
 * @param tracks when each track plays, by its index; one without a packet is not among them
 * @param joints where it was joined of several recordings
 * @param turns by kind of track, those that are one, in the order in which they begin, see {@link Turns}
 * @param ends by track, bytes of the file up to a last packet that is cut off, or to a recording with other settings
 * @param reset the video ends where a recording with other settings begins
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
        Map<String, List<Integer>> turns,
        Map<Integer, Long> ends,
        boolean reset,
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

    /** Whether only a part of the video track is used, and audio goes on with what follows. */
    boolean videoEnds() {
        return reset || !turns.getOrDefault("video", List.of()).isEmpty();
    }

    /** @param list what {@link Prober#packets} wrote */
    static Measured read(Path list, Path source, FileReport report) throws IOException {
        Map<Integer, Long> ends = cut(list);
        Long other = otherSettings(list, source, report);
        if (other != null) {
            ends.put(report.video().index(), other);
        }
        Joints joints;
        try (Stream<String> lines = Files.lines(list)) {
            joints = Joints.parse(until(lines, ends), report);
        }
        FrameTimes frames;
        try (Stream<String> lines = Files.lines(list)) {
            frames = FrameTimes.parse(until(lines, ends), report, joints);
        }
        Map<Integer, TrackTimes> tracks;
        try (Stream<String> lines = Files.lines(list)) {
            tracks = TrackTimes.parse(until(lines, ends), report, joints);
        }
        Map<String, List<Integer>> turns = new HashMap<>();
        for (String kind : List.of("video", "audio")) {
            try (Stream<String> lines = Files.lines(list)) {
                turns.put(kind, Turns.parse(until(lines, ends), report, kind));
            }
        }
        try (Stream<String> lines = Files.lines(list)) {
            int packets = packetsToDecode(until(lines, ends), report, frames);
            boolean reshaped = frames.keys().renewed
                    || SequenceHeaders.differ(source, report.video().codec(), frames.keys().positions);
            return new Measured(
                    frames,
                    tracks,
                    joints,
                    turns,
                    ends,
                    other != null,
                    packets,
                    reshaped,
                    new TreeMap<>(),
                    Ending.missing(source, report.container()));
        }
    }

    /**
     * Where the last packets of tracks are within which the file ends: there is nothing to be seen or heard of them but damage. Not
     * the only one of a track.
     */
    private static Map<Integer, Long> cut(Path list) throws IOException {
        Map<Integer, PacketLine> last = new HashMap<>();
        Set<Integer> several = new HashSet<>();
        try (Stream<String> lines = Files.lines(list)) {
            for (Iterator<String> iterator = lines.iterator(); iterator.hasNext(); ) {
                PacketLine packet = PacketLine.parse(iterator.next());
                if (packet != null && last.put(packet.track(), packet) != null) {
                    several.add(packet.track());
                }
            }
        }
        Map<Integer, Long> ends = new HashMap<>();
        last.forEach((track, packet) -> {
            Long position = packet.position();
            if (packet.cut() && position != null && several.contains(track)) {
                ends.put(track, position);
            }
        });
        return ends;
    }

    /**
     * Where an appended recording of Matroska begins whose video was made with other settings than the first one's: those FFmpeg
     * decodes by, and would show anything. Not where they stand before the frames as well. Of H.264 with frames of the same size they
     * may differ in what does not matter (such as the frame rate), and FFmpeg says where it cannot decode; of HEVC it does not.
     */
    private static @Nullable Long otherSettings(Path list, Path source, FileReport report) throws IOException {
        String codec = report.video().codec();
        if (!report.container().contains("matroska") || !Set.of("h264", "hevc").contains(codec)) {
            return null;
        }
        List<Appended.Settings> settings = Appended.settings(source);
        List<Long> others = settings.stream()
                .filter(each -> !each.isOfTheSameSize(settings.get(0))
                        || (codec.equals("hevc")
                                && !each.decoder().equals(settings.get(0).decoder())))
                .map(Appended.Settings::at)
                .toList();
        int next = 0;
        try (Stream<String> lines = Files.lines(list)) {
            for (Iterator<String> iterator = lines.iterator(); next < others.size() && iterator.hasNext(); ) {
                PacketLine packet = PacketLine.parse(iterator.next());
                Long position = packet == null ? null : packet.position();
                if (packet == null
                        || position == null
                        || packet.track() != report.video().index()) {
                    continue;
                }
                boolean reached = false;
                for (; next < others.size() && others.get(next) < position; next++) {
                    reached = true;
                }
                if (reached && !SequenceHeaders.isAt(source, codec, position)) {
                    return position;
                }
            }
        }
        return null;
    }

    /** Without packets behind the end of their track. */
    private static Stream<String> until(Stream<String> lines, Map<Integer, Long> ends) {
        return ends.isEmpty()
                ? lines
                : lines.filter(line -> {
                    PacketLine packet = PacketLine.parse(line);
                    return packet == null || !packet.isBehind(ends.getOrDefault(packet.track(), Long.MAX_VALUE));
                });
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
                turns,
                ends,
                reset,
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
