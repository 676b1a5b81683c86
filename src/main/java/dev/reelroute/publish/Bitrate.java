package dev.reelroute.publish;

import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import java.util.List;

/**
 * The bit rate of a track, in bits per second.
 *
 * @param peak largest rate of any run of segments that lasts 0.5 to 1.5 target durations, as RFC 8216 §4.3.4.2 defines
 *     BANDWIDTH: so the rate of a tiny last segment, which is nearly all header, does not count for the whole
 * @param average over all segments
 */
record Bitrate(long peak, long average) {

    static final Bitrate SILENT = new Bitrate(0, 0);

    static Bitrate of(EncodedTrack track, double targetDuration) {
        List<Segment> segments = track.segments();
        double average = rate(segments, track.timescale());
        double peak = average;
        for (int from = 0; from < segments.size(); from++) {
            for (int to = from + 1; to <= segments.size(); to++) {
                List<Segment> run = segments.subList(from, to);
                double seconds = seconds(run, track.timescale());
                if (seconds > 1.5 * targetDuration) {
                    break;
                }
                if (seconds >= 0.5 * targetDuration) {
                    peak = Math.max(peak, rate(run, track.timescale()));
                }
            }
        }
        return new Bitrate((long) Math.ceil(peak), (long) Math.ceil(average));
    }

    Bitrate with(Bitrate other) {
        return new Bitrate(peak + other.peak, average + other.average);
    }

    private static double rate(List<Segment> run, long timescale) {
        return run.stream().mapToLong(Segment::bytes).sum() * 8 / seconds(run, timescale);
    }

    private static double seconds(List<Segment> run, long timescale) {
        return (double) run.stream().mapToLong(Segment::duration).sum() / timescale;
    }
}
