package dev.reelroute.check;

import dev.reelroute.check.Mp4Box.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a player learns from the init segment of one CMAF track.
 *
 * @param video a video track, else audio
 * @param track id that the fragments refer to
 * @param timescale ticks per second of the track
 * @param mediaTime ticks on the media's own time line that are shown at time zero (edit list); 0 without one
 * @param late seconds by which an edit list makes the track begin later; browsers do not heed that
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
        double late,
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

    /** Of a file of one track. */
    static InitSegment read(Path file) throws IOException, MalformedMp4 {
        List<InitSegment> tracks = all(file);
        if (tracks.size() != 1) {
            throw new MalformedMp4("expected one track, found " + tracks.size());
        }
        if (tracks.get(0).late > 0) {
            throw new MalformedMp4("the edit list makes the track begin " + tracks.get(0).late + " s late");
        }
        return tracks.get(0);
    }

    /** Of each track, in their order in the file. */
    static List<InitSegment> all(Path file) throws IOException, MalformedMp4 {
        List<Mp4Box> boxes = Mp4Box.read(file);
        Mp4Box.only(boxes, "ftyp");
        Mp4Box moov = Mp4Box.only(boxes, "moov");
        Map<Long, Defaults> defaults = new HashMap<>();
        for (Mp4Box trex :
                Mp4Box.all(Mp4Box.children(moov.descend("mvex").content().duplicate()), "trex")) {
            Fields fields = trex.fields().skip(4);
            long track = fields.u32();
            defaults.put(track, new Defaults(fields.skip(4).u32(), fields.u32(), fields.i32()));
        }
        List<InitSegment> tracks = new ArrayList<>();
        for (Mp4Box trak : Mp4Box.all(Mp4Box.children(moov.content().duplicate()), "trak")) {
            long track = trackId(trak.descend("tkhd").fields());
            Defaults own = defaults.get(track);
            if (own == null) {
                throw new MalformedMp4("track " + track + " has no box trex");
            }
            tracks.add(track(trak, track, own));
        }
        return tracks;
    }

    private static InitSegment track(Mp4Box trak, long id, Defaults defaults) throws MalformedMp4 {
        Edit edit = edit(trak);
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
            asStored(trak, Mp4Box.children(sample.rest()), width, height);
        } else {
            sample.skip(28);
        }
        return new InitSegment(
                video,
                id,
                timescale(mdia.descend("mdhd").fields()),
                edit.mediaTime(),
                edit.late(),
                CodecString.of(entry.type(), Mp4Box.children(sample.rest())),
                width,
                height,
                defaults);
    }

    /** Shown in the size in which they are stored: another one would stretch them. */
    private static void asStored(Mp4Box trak, List<Mp4Box> entry, int width, int height) throws MalformedMp4 {
        for (Mp4Box pasp : Mp4Box.all(entry, "pasp")) {
            Fields spacing = pasp.fields();
            long wide = spacing.u32();
            long high = spacing.u32();
            if (wide != high) {
                throw new MalformedMp4("its pixels are " + wide + ":" + high + " instead of square");
            }
        }
        Fields tkhd = trak.descend("tkhd").fields();
        tkhd.skip(tkhd.remaining() - 8);
        // 16.16 fixed point.
        if (tkhd.u32() >> 16 != width || tkhd.u32() >> 16 != height) {
            throw new MalformedMp4("it is shown in another size than " + width + "x" + height);
        }
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

    private record Edit(long mediaTime, double late) {}

    /** One edit at most, and one before it in which nothing is. */
    private static Edit edit(Mp4Box trak) throws MalformedMp4 {
        if (Mp4Box.all(Mp4Box.children(trak.content().duplicate()), "edts").isEmpty()) {
            return new Edit(0, 0);
        }
        Fields elst = trak.descend("edts", "elst").fields();
        boolean wide = elst.u8() == 1;
        long entries = elst.skip(3).u32();
        double late = 0;
        for (long i = 0; i < entries; i++) {
            // In ticks of the whole movie, which FFmpeg has as milliseconds.
            double length = (wide ? elst.i64() : elst.u32()) / 1000.0;
            long mediaTime = wide ? elst.i64() : elst.i32();
            elst.skip(4);
            if (mediaTime >= 0 && i == entries - 1) {
                return new Edit(mediaTime, late);
            }
            late = length;
            if (mediaTime >= 0 || i > 0) {
                break;
            }
        }
        throw new MalformedMp4("the edit list holds " + entries + " edits");
    }
}
