package dev.reelroute.inspect;

import dev.reelroute.inspect.SourceInfo.Joint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a file was joined of several recordings, and what must be taken off the clock of each, so that they follow one another
 * and each is in step in itself. A track alone cannot tell: where the audio of a part is a little longer than its video, or much
 * shorter, the next part's would come as much too late, or too early. And one that is not in the first part does not jump at all.
 *
 * @param tracks by index, for each part of the track but its first; none where it is not known which parts belong together
 * @param begins by index, what is to be taken off a track that is not in the first part until its own first joint, in µs
 */
record Joints(Map<Integer, List<Joint>> tracks, Map<Integer, Long> begins) {

    static final Joints NONE = new Joints(Map.of(), Map.of());

    /** Audio that is longer than its video by no more, in seconds, is so because it comes in packets. */
    private static final double EXCUSE = 0.1;

    /** A clock that jumps more often is no clock of recordings that were joined; and so many has a filter that a command can hold. */
    private static final int MOST_PARTS = 1000;

    /**
     * Of one track, in seconds on the container's clock.
     *
     * @param position of its first packet in the file
     */
    private record Part(double start, double end, long position) {}

    /** Reads the lines that {@link Prober#packets} asks for. */
    static Joints parse(Stream<String> lines, FileReport report) {
        if (!report.mayRestart()) {
            return NONE;
        }
        Map<Integer, Reader> readers = new HashMap<>();
        Stream.concat(Stream.of(report.video()), report.audio().stream())
                .forEach(track -> readers.put(track.index(), new Reader(track, report)));
        for (Iterator<String> iterator = lines.iterator(); iterator.hasNext(); ) {
            PacketLine packet = PacketLine.parse(iterator.next());
            Reader reader = packet == null ? null : readers.get(packet.track());
            if (packet != null && reader != null) {
                reader.add(packet);
            }
        }
        if (readers.values().stream().anyMatch(reader -> reader.parts.size() >= MOST_PARTS)) {
            return NONE;
        }
        List<Part> video =
                Objects.requireNonNull(readers.get(report.video().index())).parts();
        Map<Integer, Map<Integer, Part>> parts = new HashMap<>();
        readers.forEach((index, reader) -> {
            Map<Integer, Part> own = inPlace(reader.parts(), video);
            if (!own.isEmpty()) {
                parts.put(index, own);
            }
        });
        return video.size() < 2 ? NONE : of(video, parts);
    }

    /** By the number of the video's part: a recording may be without audio. None, if it is not known which belong together. */
    private static Map<Integer, Part> inPlace(List<Part> parts, List<Part> video) {
        Map<Integer, Part> own = new TreeMap<>();
        if (areOfTheSame(parts, video)) {
            IntStream.range(0, parts.size()).forEach(i -> own.put(i, parts.get(i)));
            return own;
        }
        int number = 0;
        // Both are in the order of the file.
        for (Part part : parts) {
            while (number + 1 < video.size() && video.get(number + 1).position() <= part.position()) {
                number++;
            }
            boolean isNext = number + 1 < video.size()
                    && video.get(number + 1).position() - part.position()
                            < part.position() - video.get(number).position();
            number += isNext ? 1 : 0;
            if (own.put(number, part) != null) {
                return Map.of();
            }
        }
        return own;
    }

    /** A part for each of the video's. Of short recordings, one track may begin where the other nearly ends. */
    private static boolean areOfTheSame(List<Part> parts, List<Part> video) {
        int count = video.size();
        return parts.size() == count
                && IntStream.range(0, count - 1)
                        .allMatch(i -> parts.get(i).position()
                                        < video.get(i + 1).position()
                                && video.get(i).position() < parts.get(i + 1).position());
    }

    private static Joints of(List<Part> video, Map<Integer, Map<Integer, Part>> parts) {
        Map<Integer, List<Joint>> joints = new HashMap<>();
        Map<Integer, Part> before = new HashMap<>();
        Map<Integer, Double> alone = new HashMap<>();
        Map<Integer, Long> begins = new HashMap<>();
        double offset = 0;
        for (int i = 0; i < video.size(); i++) {
            if (i > 0) {
                offset += start(video.get(i), i, parts) - end(video.get(i - 1), i - 1, parts);
            }
            for (Map.Entry<Integer, Map<Integer, Part>> track : parts.entrySet()) {
                Part part = track.getValue().get(i);
                Part last = part == null ? null : before.put(track.getKey(), part);
                if (part != null && last == null && i > 0) {
                    begins.put(track.getKey(), Math.round(offset * 1e6));
                }
                if (part != null && last != null) {
                    double sum = alone.merge(track.getKey(), part.start() - last.end(), Double::sum);
                    joints.computeIfAbsent(track.getKey(), each -> new ArrayList<>())
                            .add(new Joint(Math.round(sum * 1e6), Math.round(offset * 1e6)));
                }
            }
        }
        return new Joints(Map.copyOf(joints), Map.copyOf(begins));
    }

    private static double start(Part video, int number, Map<Integer, Map<Integer, Part>> parts) {
        return parts.values().stream()
                .flatMap(track -> Stream.ofNullable(track.get(number)))
                .mapToDouble(Part::start)
                .filter(start -> start < video.start() - EXCUSE)
                .min()
                .orElse(video.start());
    }

    private static double end(Part video, int number, Map<Integer, Map<Integer, Part>> parts) {
        return parts.values().stream()
                .flatMap(track -> Stream.ofNullable(track.get(number)))
                .mapToDouble(Part::end)
                .filter(end -> end > video.end() + EXCUSE)
                .max()
                .orElse(video.end());
    }

    private static final class Reader {

        private final Clock clock;
        private final double tick;
        private final double sample;
        private final long until;
        private final boolean moves;
        private final List<Part> parts = new ArrayList<>();
        private long furthest;
        private boolean over;
        private int jumps;
        private double start = Double.POSITIVE_INFINITY;
        private double end = Double.NEGATIVE_INFINITY;
        private double unheard = Double.NEGATIVE_INFINITY;
        private double length;
        private long position;

        Reader(FileReport.Track track, FileReport report) {
            this.clock = new Clock(track, report, NONE);
            this.tick = track.timeBase().value();
            this.sample = track.sampleRate() > 0 ? 1.0 / track.sampleRate() : 0;
            this.until = report.end(track);
            this.moves = report.changes().moves();
        }

        void add(PacketLine packet) {
            over |= packet.isBehind(until);
            if (over || (moves && packet.isLate(furthest))) {
                return;
            }
            furthest = packet.furthest(furthest);
            Long shown = clock.shown(packet);
            clock.offset(packet);
            if (clock.jumps() > jumps) {
                jumps = clock.jumps();
                close();
            }
            if (shown == null || packet.hidden()) {
                return;
            }
            position = start == Double.POSITIVE_INFINITY ? furthest : position;
            double at = shown * tick;
            length = packet.duration() == null ? length : packet.duration() * tick;
            unheard = packet.skipped() > 0 ? at + packet.skipped() * sample : unheard;
            start = Math.min(start, Math.max(at, unheard));
            end = Math.max(end, at + length - packet.discarded() * sample);
        }

        private void close() {
            if (parts.size() < MOST_PARTS) {
                parts.add(new Part(start, end, position));
            }
            start = Double.POSITIVE_INFINITY;
            end = Double.NEGATIVE_INFINITY;
            unheard = Double.NEGATIVE_INFINITY;
        }

        /** None for a part in which nothing is shown. */
        List<Part> parts() {
            List<Part> parts = new ArrayList<>(this.parts);
            parts.add(new Part(start, end, position));
            return parts.stream().anyMatch(part -> part.start() > part.end()) ? List.of() : List.copyOf(parts);
        }
    }
}
