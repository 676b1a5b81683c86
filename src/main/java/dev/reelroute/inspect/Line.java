package dev.reelroute.inspect;

import dev.reelroute.inspect.SourceInfo.Timeline;
import dev.reelroute.media.Rational;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One time line for all tracks, of measured times. It begins with the first thing that is seen or heard and ends with
 * the last. Pure; the rule and its reasons are in {@code docs/decisions/0019-one-timeline.md}.
 *
 * @param cadence the video's grid
 * @param zeroMicros time zero on the container's clock
 * @param seconds of the whole
 * @param frames of the whole, on the grid
 * @param missing seconds, about, that the file should have and nobody finds; 0 when they do not count
 * @param reach as in {@link SourceInfo}
 */
record Line(
        Cadence cadence, long zeroMicros, double seconds, long frames, Timeline timeline, double missing, long reach) {

    /**
     * Audio that begins before the video, or ends after it, by no more than so many packets does so only because it comes in
     * packets: what an encoder of AAC puts before the first sample fills two, and a little more.
     */
    private static final double EXCUSED_PACKETS = 2.1;

    /** Packets that are longer are no excuse. In seconds. */
    private static final double LONGEST_EXCUSE = 0.1;

    /** What an encoder of these puts before the first sample fills about one packet, if the container does not leave it out. */
    private static final Set<String> PRIMED = Set.of("aac", "mp1", "mp2", "mp3", "ac3", "eac3", "opus", "vorbis");

    private static final double PRIMING_PACKETS = 1.05;

    /** Frames by which a rounded clock may be off. */
    private static final double ROUGH_FRAME = 0.1;

    /** Seconds at the end of the audio that are not worth another frame: one of AAC. */
    private static final double UNHEARD = 1024 / 48_000.0;

    /** A still of less than this keeps the rate that its file claims. */
    private static final double SHORT_STILL = 1;

    /** Seconds that audio may be missing at the end before it needs silence. */
    private static final double HEARD_GAP = 0.1;

    /** Seconds for which a frame may stand, before a player takes it for a hole. */
    private static final double STANDS = 0.5;

    /**
     * Steps from one frame to the next, of frames that are not stored in the order in which they are shown. Behind a longer one,
     * FFmpeg's muxer would give the first frame of a segment the time at which a frame is missing.
     */
    private static final double UNEVEN = 1.5;

    /** Places of the grid from one frame to the next: with less, some frames have none, and so may the last. */
    private static final double LEAST_STEP = 0.9;

    /** Seconds by which a packet may come late or early: clocks are rounded, to milliseconds and worse. */
    private static final double ROUGH_CLOCK = 0.02;

    /** Half of what FFmpeg looks at by itself, see {@code reelroute.ffmpeg.probe-size} and {@code analyze-duration}. */
    private static final long USUAL_REACH = 10_000_000;

    private static final double USUAL_REACH_SECONDS = 10;

    /** Bytes behind the first packet of a track in which FFmpeg finds out what it is. */
    private static final long TO_KNOW_A_TRACK = 8_000_000;

    /** Claims are never exact: a second, or this part. */
    private static final double INEXACT = 0.05;

    /**
     * @param audio tracks that will be heard; each has packets
     * @param decoded seconds on the container's clock at which the first frame is shown
     * @param shown the frames that can be decoded
     */
    static Line of(
            FileReport report,
            Measured measured,
            List<FileReport.Track> audio,
            double decoded,
            FrameTimes shown,
            Cadence measuredCadence) {
        double firstFrame = decoded + measuredCadence.offset();
        double videoEnd = firstFrame + measuredCadence.duration();
        double start = firstFrame;
        double end = videoEnd;
        double priming = 0;
        for (FileReport.Track track : audio) {
            TrackTimes times = played(measured, track);
            double excuse = Math.min(EXCUSED_PACKETS * times.packet(), LONGEST_EXCUSE);
            if (times.start() < Math.min(start, firstFrame - excuse)) {
                start = times.start();
                priming = PRIMED.contains(track.codec()) && !times.told() ? PRIMING_PACKETS * times.packet() : 0;
            }
            end = times.end() > videoEnd + excuse ? Math.max(end, times.end()) : end;
        }
        boolean still = shown.starts().length == 1 && end - start > SHORT_STILL;
        Cadence cadence = still ? measuredCadence.still() : measuredCadence;
        Rational rate = cadence.rate();
        // Of a still, nobody sees when it begins.
        start = still ? start : firstFrame - lead(firstFrame - start, cadence, priming);
        double tick = report.video().timeBase().value();
        long[] starts = shown.starts();
        double lastFrame = decoded + (starts[starts.length - 1] - starts[0]) * tick;
        // However short the last frame claims to be: FFmpeg gives it a place only if it lasts for half of one.
        long least = !report.timeless() && hasPlaces(shown, cadence, tick) ? places(lastFrame - start, rate) + 1 : 1;
        videoEnd = Math.max(videoEnd, start + (least - 0.5) / rate.value());
        end = Math.max(end, videoEnd);
        // Half a frame is never worth a frame.
        boolean outlasted = places(end - start, rate) > places(videoEnd - start, rate);
        end = outlasted ? end : videoEnd;
        // But one of a slow row is so long that something may be heard in it.
        double rest = outlasted ? Math.min(0.5, UNHEARD * rate.value()) : 0.5;
        long frames = Math.max(least, (long) Math.floor((end - start) * rate.value() + 1 - rest));
        double longestStep = shown.longestStep() * tick;
        double to = end;
        boolean plain = firstFrame == start
                && !outlasted
                && !shown.hides()
                && longestStep < (report.video().heldBack() > 0 ? UNEVEN * rate.seconds(1) : STANDS)
                && used(report, measured, audio).noneMatch(TrackTimes::changes)
                && audio.stream().allMatch(track -> isPlain(played(measured, track), decoded, to));
        boolean held =
                outlasted || (least > 1 && frames > places(lastFrame - start + told(shown, cadence, tick), rate));
        return new Line(
                cadence,
                Math.round(start * 1e6),
                end - start,
                Math.max(1, frames),
                new Timeline(
                        Math.round((firstFrame - start) * 1e6), Math.round((lastFrame - start) * 1e6), held, plain),
                missing(report, measured, audio),
                reach(report, measured, audio));
    }

    /**
     * Whether each frame is nearest to a place of its own, as far as there is a cadence: not where more frames come than the grid has,
     * nor where their times are those of others.
     */
    private static boolean hasPlaces(FrameTimes shown, Cadence cadence, double tick) {
        long[] starts = shown.starts();
        double step = (starts[starts.length - 1] - starts[0]) * tick / Math.max(1, starts.length - 1);
        return !shown.guessed()
                && !cadence.counted()
                && step > LEAST_STEP * cadence.rate().seconds(1);
    }

    /** Seconds for which FFmpeg shows the last frame: where the container does not tell, about one place. */
    private static double told(FrameTimes shown, Cadence cadence, double tick) {
        return shown.lastDuration() == 0 ? cadence.rate().seconds(1) : shown.lastDuration() * tick;
    }

    private static long places(double seconds, Rational rate) {
        return Math.round(seconds * rate.value());
    }

    /**
     * Seconds for which the first frame is shown before its time, where audio comes first. They are whole frames, so that each of
     * the video's is shown at its own time; what may be too much or too little of it is audio's, half a frame at most, or what
     * was none before it was encoded. Frames of an uneven row are beside their places whatever the line begins with.
     *
     * @param priming seconds of audio that may be none
     */
    private static double lead(double measured, Cadence cadence, double priming) {
        Rational rate = cadence.rate();
        double frames = measured * rate.value();
        if (Math.abs(cadence.offset()) * rate.value() > ROUGH_FRAME) {
            return Math.round(frames) == 0 ? 0 : measured;
        }
        long whole = (long) Math.floor(frames + ROUGH_FRAME);
        return rate.seconds(frames - whole <= priming * rate.value() ? whole : Math.round(frames));
    }

    private static TrackTimes played(Measured measured, FileReport.Track track) {
        return Objects.requireNonNull(measured.tracks().get(track.index()));
    }

    /** Of the video and the audio; packets without a clock are nowhere. */
    private static Stream<TrackTimes> used(FileReport report, Measured measured, List<FileReport.Track> audio) {
        return Stream.concat(Stream.of(report.video()), audio.stream())
                .flatMap(track -> Stream.ofNullable(measured.tracks().get(track.index())));
    }

    private static boolean isPlain(TrackTimes audio, double from, double to) {
        return Math.abs(audio.start() - from) < ROUGH_CLOCK
                && audio.end() > to - HEARD_GAP - audio.packet()
                && audio.gap() < ROUGH_CLOCK
                && !audio.changes();
    }

    /** By the claim of each track, and of the file as a whole; where FFmpeg hides it from us, by the bytes. */
    private static double missing(FileReport report, Measured measured, List<FileReport.Track> audio) {
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        double most = 0;
        for (FileReport.Track track : report.tracks()) {
            TrackTimes times = measured.tracks().get(track.index());
            if (times == null) {
                continue;
            }
            first = Math.min(first, times.start());
            last = Math.max(last, times.last());
            if (track.equals(report.video()) || audio.contains(track)) {
                most = Math.max(most, missing(track.duration(), times.start(), times.last()));
            }
        }
        if (report.timedByItsSize()) {
            double all = (last - first) * (report.size() + measured.missing()) / Math.max(1, report.size());
            most = Math.max(most, missing(all, first, last));
        }
        return Math.max(most, missing(report.duration(), first, last));
    }

    /** A claim may be a length, or the time on the clock at which the end comes. */
    private static double missing(double claim, double start, double end) {
        double missing = claim - Math.max(end, end - start);
        return missing > Math.max(1, INEXACT * claim) ? missing : 0;
    }

    private static long reach(FileReport report, Measured measured, List<FileReport.Track> audio) {
        long usual = usualReach(report, measured, audio);
        long before = report.changes().before();
        // Further on, FFmpeg would take the next codec for the track's own. It keeps what it has looked at.
        return before == Long.MAX_VALUE ? usual : Math.min(before, usual == 0 ? 2 * USUAL_REACH : usual);
    }

    private static long usualReach(FileReport report, Measured measured, List<FileReport.Track> audio) {
        double first = measured.tracks().values().stream()
                .mapToDouble(TrackTimes::start)
                .min()
                .orElse(0);
        boolean late = used(report, measured, audio)
                .anyMatch(times -> times.reach() > USUAL_REACH || times.start() > first + USUAL_REACH_SECONDS);
        boolean more = !measured.turns().getOrDefault("audio", List.of()).isEmpty();
        return more || (late && report.unlisted())
                ? used(report, measured, audio)
                                .mapToLong(TrackTimes::reach)
                                .max()
                                .orElse(0)
                        + TO_KNOW_A_TRACK
                : 0;
    }
}
