package dev.reelroute.check;

import dev.reelroute.check.Mp4Box.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a player learns from the init segment of one CMAF track.
 *
 * @param video a video track, else audio
 * @param track id that the fragments refer to
 * @param timescale ticks per second of the track
 * @param mediaTime ticks on the media's own time line that are shown at time zero (edit list); 0 without one
 * @param codecs RFC 6381 string
 * @param width pixels, 0 for audio
 * @param height pixels, 0 for audio
 * @param defaults values that hold where a fragment gives none
 */
record InitSegment(
        boolean video,
        long track,
        long timescale,
        long mediaTime,
        String codecs,
        int width,
        int height,
        Defaults defaults) {

    /**
     * @param duration of a sample, in ticks
     * @param size of a sample, in bytes
     * @param flags of a sample, ISO/IEC 14496-12 §8.8.3.1
     */
    record Defaults(long duration, long size, int flags) {}

    static InitSegment read(Path file) throws IOException, MalformedMp4 {
        List<Mp4Box> boxes = Mp4Box.read(file);
        Mp4Box.only(boxes, "ftyp");
        Mp4Box moov = Mp4Box.only(boxes, "moov");
        Mp4Box trak = moov.descend("trak");
        Mp4Box mdia = trak.descend("mdia");

        Fields hdlr = mdia.descend("hdlr").fields().skip(8);
        String handler = new String(hdlr.bytes(4), StandardCharsets.ISO_8859_1);
        boolean video = handler.equals("vide");
        if (!video && !handler.equals("soun")) {
            throw new MalformedMp4("the track is neither video nor audio");
        }
        Fields stsd = mdia.descend("minf", "stbl", "stsd").fields().skip(8);
        Mp4Box entry = Mp4Box.children(stsd.rest()).get(0);
        Fields sample = entry.fields();
        int width = 0;
        int height = 0;
        if (video) {
            sample.skip(24);
            width = sample.u16();
            height = sample.u16();
            sample.skip(50);
        } else {
            sample.skip(28);
        }
        return new InitSegment(
                video,
                trackId(trak.descend("tkhd").fields()),
                timescale(mdia.descend("mdhd").fields()),
                mediaTime(trak),
                CodecString.of(entry.type(), Mp4Box.children(sample.rest())),
                width,
                height,
                defaults(moov.descend("mvex", "trex").fields()));
    }

    private static long trackId(Fields tkhd) throws MalformedMp4 {
        boolean wide = tkhd.u8() == 1;
        return tkhd.skip(wide ? 19 : 11).u32();
    }

    private static long timescale(Fields mdhd) throws MalformedMp4 {
        boolean wide = mdhd.u8() == 1;
        long timescale = mdhd.skip(wide ? 19 : 11).u32();
        if (timescale == 0) {
            throw new MalformedMp4("the timescale is 0");
        }
        return timescale;
    }

    /** Exactly one edit or none: an empty edit would shift the track against the others. */
    private static long mediaTime(Mp4Box trak) throws MalformedMp4 {
        if (Mp4Box.all(Mp4Box.children(trak.content().duplicate()), "edts").isEmpty()) {
            return 0;
        }
        Fields elst = trak.descend("edts", "elst").fields();
        boolean wide = elst.u8() == 1;
        long entries = elst.skip(3).u32();
        long mediaTime = wide ? elst.skip(8).i64() : elst.skip(4).i32();
        if (entries != 1 || mediaTime < 0) {
            throw new MalformedMp4("the edit list holds " + entries + " edits, the first at " + mediaTime);
        }
        return mediaTime;
    }

    private static Defaults defaults(Fields trex) throws MalformedMp4 {
        trex.skip(12);
        return new Defaults(trex.u32(), trex.u32(), trex.i32());
    }
}
