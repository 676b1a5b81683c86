package dev.reelroute.check;

import dev.reelroute.check.MediaSegment.Sample;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Follows an early stream, segment by segment, as a player does: each one brings more of every track, where the one before has
 * ended, and all tracks begin and end together. Players look at the times of the segments, not at those of the source, and
 * wait for ever for a track that is not there. Keeps in mind what it has seen.
 */
public final class EarlyCheck {

    /** Seconds that audio may be off: a frame of AAC, and a little for clocks in milliseconds. */
    private static final double IN_STEP = 1024 / 44_100.0 + 0.002;

    /** Seconds between two segments that every player steps over. */
    private static final double SMALL_GAP = 0.1;

    /** Seconds by which a track may end before or after the plan: a decoder may give nothing for the last packets. */
    private static final double TOGETHER = 0.3;

    private final List<InitSegment> tracks;
    private final double[] ends;
    private long segments;

    private EarlyCheck(List<InitSegment> tracks) {
        this.tracks = tracks;
        this.ends = new double[tracks.size()];
    }

    /**
     * @param count tracks that must be there
     * @throws Refused {@code OUTPUT_CHECK_FAILED} when a player would not find them, or not at the same time
     */
    public static EarlyCheck begin(Path init, int count) {
        try {
            List<InitSegment> tracks = InitSegment.all(init);
            if (tracks.size() != count) {
                throw new MalformedMp4("it has " + tracks.size() + " tracks, planned " + count);
            }
            return new EarlyCheck(tracks);
        } catch (MalformedMp4 e) {
            throw differs(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws Refused as above, when a player would stop at the next segment, or play its tracks out of step */
    public void next(Path segment) {
        try {
            List<MediaSegment> parts = MediaSegment.all(segment, tracks);
            if (parts.size() != tracks.size()) {
                throw new MalformedMp4("segment " + segments + " has " + parts.size() + " tracks of " + tracks.size());
            }
            for (int i = 0; i < parts.size(); i++) {
                follow(i, parts.get(i));
            }
            segments++;
        } catch (MalformedMp4 e) {
            throw differs(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow(int track, MediaSegment part) throws MalformedMp4 {
        InitSegment init = tracks.get(track);
        List<Sample> samples = part.samples();
        double ticks = init.timescale();
        double start = (part.start() + first(samples) - init.mediaTime()) / ticks;
        double hidden = segments == 0 && !init.video() ? init.mediaTime() / ticks : 0;
        double off = start + hidden - ends[track];
        off = segments == 0 && init.late() > IN_STEP ? init.late() : off;
        if (Math.abs(off) > (segments == 0 ? IN_STEP : SMALL_GAP)) {
            throw new MalformedMp4(String.format(
                    Locale.ROOT,
                    "%s of segment %d begins %.3f s %s",
                    init.video() ? "the video" : "the audio",
                    segments,
                    Math.abs(off),
                    off < 0 ? "early" : "late"));
        }
        if (init.video() && !samples.get(0).sync()) {
            throw new MalformedMp4("segment " + segments + " does not start with a key frame");
        }
        ends[track] = start + part.duration() / ticks;
    }

    /** From the first one's decoding to the moment at which the first of all is shown, in ticks. */
    private static long first(List<Sample> samples) {
        long decode = 0;
        long first = Long.MAX_VALUE;
        for (Sample sample : samples) {
            first = Math.min(first, decode + sample.offset());
            decode += sample.duration();
        }
        return first;
    }

    /**
     * After the last segment.
     *
     * @param seconds planned
     * @throws Refused as above, when one of the tracks ends before or after it
     */
    public void end(double seconds) {
        for (int i = 0; i < ends.length; i++) {
            double off = ends[i] - seconds;
            if (Math.abs(off) > TOGETHER) {
                throw differs(new MalformedMp4(String.format(
                        Locale.ROOT,
                        "%s ends %.3f s %s",
                        tracks.get(i).video() ? "the video" : "the audio",
                        Math.abs(off),
                        off < 0 ? "early" : "late")));
            }
        }
    }

    /** For good: the same command would give the same once more, and the video does not wait for it. */
    private static Refused differs(MalformedMp4 wrong) {
        return new Refused(FailureCode.OUTPUT_CHECK_FAILED, "The early stream: " + wrong.getMessage() + ".", wrong);
    }
}
