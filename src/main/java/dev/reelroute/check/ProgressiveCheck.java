package dev.reelroute.check;

import dev.reelroute.check.Mp4Box.Fields;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Checks that the progressive MP4 is whole: its index comes first, and lists every sample of the tracks that it was
 * made of, each for as long, and from the beginning on.
 */
public final class ProgressiveCheck {

    /** The muxer may guess how long the last frame lasts. In seconds, of five frames a second. */
    private static final double LONGEST_FRAME = 0.2;

    /** In seconds, of AAC at 44.1 kHz: all that one track may begin after the other. */
    private static final double AUDIO_FRAME = 1024 / 44_100.0;

    /**
     * @param tracks that it holds, in its order
     * @throws Setback {@code OUTPUT_CHECK_FAILED} with what differed
     */
    public void require(Path file, List<EncodedTrack> tracks) {
        try {
            List<Mp4Box> boxes = Mp4Box.read(file);
            Mp4Box moov = Mp4Box.only(boxes, "moov");
            Mp4Box mdat = Mp4Box.only(boxes, "mdat");
            if (moov.offset() > mdat.offset()) {
                throw new MalformedMp4("the index stands behind the media data");
            }
            List<Mp4Box> traks = Mp4Box.all(Mp4Box.children(moov.content().duplicate()), "trak");
            if (traks.size() != tracks.size()) {
                throw new MalformedMp4("it has " + traks.size() + " tracks instead of " + tracks.size());
            }
            long bytes = 0;
            for (int i = 0; i < traks.size(); i++) {
                Fields stsz = traks.get(i)
                        .descend("mdia", "minf", "stbl", "stsz")
                        .fields()
                        .skip(4);
                long each = stsz.u32();
                long count = stsz.u32();
                if (count != tracks.get(i).frames()) {
                    throw new MalformedMp4(tracks.get(i).rendition() + " has " + count + " frames in it instead of "
                            + tracks.get(i).frames());
                }
                inStep(traks.get(i), tracks.get(i));
                for (long sample = 0; sample < count; sample++) {
                    bytes += each != 0 ? each : stsz.u32();
                }
            }
            if (bytes > mdat.size()) {
                throw new MalformedMp4("its samples take " + bytes + " bytes, " + mdat.size() + " are there");
            }
        } catch (MalformedMp4 e) {
            throw new Setback(FailureCode.OUTPUT_CHECK_FAILED, file.getFileName() + ": " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void inStep(Mp4Box trak, EncodedTrack track) throws MalformedMp4 {
        Fields mdhd = trak.descend("mdia", "mdhd").fields();
        boolean wide = mdhd.u8() == 1;
        double timescale = mdhd.skip(wide ? 19 : 11).u32();
        Fields stts = trak.descend("mdia", "minf", "stbl", "stts").fields().skip(4);
        double ticks = 0;
        for (long runs = stts.u32(); runs > 0; runs--) {
            ticks += (double) stts.u32() * stts.u32();
        }
        double planned = track.segments().stream().mapToLong(Segment::duration).sum() / (double) track.timescale();
        differs(track, "lasts", ticks / timescale, planned, LONGEST_FRAME);
        if (Mp4Box.all(Mp4Box.children(trak.content().duplicate()), "edts").isEmpty()) {
            return;
        }
        Fields elst = trak.descend("edts", "elst").fields();
        boolean longer = elst.u8() == 1;
        for (long edits = elst.skip(3).u32(); edits > 0; edits--) {
            // In ticks of the whole movie, which FFmpeg has as milliseconds.
            double length = (longer ? elst.i64() : elst.u32()) / 1000.0;
            long from = longer ? elst.i64() : elst.i32();
            elst.skip(4);
            if (from < 0) {
                differs(track, "begins after", length, 0, AUDIO_FRAME);
            }
        }
    }

    private static void differs(EncodedTrack track, String what, double seconds, double planned, double tolerance)
            throws MalformedMp4 {
        if (Math.abs(seconds - planned) > tolerance) {
            throw new MalformedMp4(String.format(
                    Locale.ROOT, "%s %s %.3f s instead of %.3f", track.rendition(), what, seconds, planned));
        }
    }
}
