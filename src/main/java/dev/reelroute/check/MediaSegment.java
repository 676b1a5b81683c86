package dev.reelroute.check;

import dev.reelroute.check.Mp4Box.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The samples of one CMAF segment: one movie fragment with its media data (ISO/IEC 14496-12 §8.8).
 *
 * @param bytes size of the file
 * @param data where in the file the first sample begins
 * @param start decode time of the first sample, in ticks ({@code tfdt})
 * @param samples in decode order
 */
record MediaSegment(long bytes, long data, long start, List<Sample> samples) {

    private static final int NON_SYNC = 0x0001_0000;

    /**
     * @param size bytes
     * @param duration ticks
     * @param offset from decode time to composition time, in ticks
     * @param sync decoding may start here
     */
    record Sample(long size, long duration, long offset, boolean sync) {}

    long duration() {
        return samples.stream().mapToLong(Sample::duration).sum();
    }

    static MediaSegment read(Path file, InitSegment init) throws IOException, MalformedMp4 {
        List<Mp4Box> boxes = Mp4Box.read(file);
        Mp4Box moof = Mp4Box.only(boxes, "moof");
        Mp4Box mdat = Mp4Box.only(boxes, "mdat");
        if (mdat.offset() != moof.offset() + moof.size()) {
            throw new MalformedMp4("the media data does not follow its fragment");
        }
        for (Mp4Box sidx : Mp4Box.all(boxes, "sidx")) {
            index(sidx, init, moof.size() + mdat.size());
        }
        moof.descend("mfhd");
        Mp4Box traf = moof.descend("traf");
        MediaSegment segment = fragment(traf, init, Files.size(file), mdat.offset() + 8);
        fills(traf, segment, moof, mdat);
        return segment;
    }

    /**
     * Of a segment in which several tracks lie side by side.
     *
     * @return one for each of the tracks; a track that is not in it is none
     */
    static List<MediaSegment> all(Path file, List<InitSegment> tracks) throws IOException, MalformedMp4 {
        List<Mp4Box> boxes = Mp4Box.read(file);
        Mp4Box moof = Mp4Box.only(boxes, "moof");
        Mp4Box mdat = Mp4Box.only(boxes, "mdat");
        List<MediaSegment> segments = new ArrayList<>();
        for (InitSegment track : tracks) {
            for (Mp4Box traf : Mp4Box.all(Mp4Box.children(moof.content().duplicate()), "traf")) {
                if (traf.descend("tfhd").fields().skip(4).u32() == track.track()) {
                    segments.add(fragment(traf, track, Files.size(file), mdat.offset() + 8));
                }
            }
        }
        return segments;
    }

    private static MediaSegment fragment(Mp4Box traf, InitSegment init, long bytes, long data) throws MalformedMp4 {
        Fields tfhd = traf.descend("tfhd").fields();
        int flags = tfhd.i32();
        long track = tfhd.u32();
        if (track != init.track()) {
            throw new MalformedMp4("the fragment is of track " + track + ", the init segment of " + init.track());
        }
        // 0x020000 default-base-is-moof without 0x000001 base-data-offset: what CMAF demands (ISO/IEC 23000-19 §7.5.16)
        if ((flags & 0x020001) != 0x020000) {
            throw new MalformedMp4("the fragment counts its data from elsewhere");
        }
        if ((flags & 0x02) != 0) {
            tfhd.skip(4);
        }
        InitSegment.Defaults defaults = new InitSegment.Defaults(
                (flags & 0x08) != 0 ? tfhd.u32() : init.defaults().duration(),
                (flags & 0x10) != 0 ? tfhd.u32() : init.defaults().size(),
                (flags & 0x20) != 0 ? tfhd.i32() : init.defaults().flags());
        end(tfhd, "tfhd");

        Fields tfdt = traf.descend("tfdt").fields();
        long start = tfdt.i32() >>> 24 == 1 ? tfdt.i64() : tfdt.u32();
        end(tfdt, "tfdt");
        return new MediaSegment(bytes, data, start, samples(traf.descend("trun").fields(), defaults));
    }

    private static List<Sample> samples(Fields trun, InitSegment.Defaults defaults) throws MalformedMp4 {
        int flags = trun.i32();
        long count = trun.u32();
        if ((flags & 0x01) == 0) {
            throw new MalformedMp4("the run does not say where its data is");
        }
        trun.skip(4);
        boolean ownFirstFlags = (flags & 0x04) != 0;
        int firstFlags = ownFirstFlags ? trun.i32() : defaults.flags();
        int perSample = 4 * Integer.bitCount(flags & 0x0f00);
        if (count == 0 || count * perSample != trun.remaining()) {
            throw new MalformedMp4("the run claims " + count + " samples in " + trun.remaining() + " bytes");
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long duration = (flags & 0x100) != 0 ? trun.u32() : defaults.duration();
            long size = (flags & 0x200) != 0 ? trun.u32() : defaults.size();
            int own = (flags & 0x400) != 0 ? trun.i32() : defaults.flags();
            // Version 1 has signed offsets; unsigned ones of version 0 never come near the sign bit.
            long offset = (flags & 0x800) != 0 ? trun.i32() : 0;
            boolean sync = ((i == 0 && ownFirstFlags ? firstFlags : own) & NON_SYNC) == 0;
            samples.add(new Sample(size, duration, offset, sync));
        }
        return samples;
    }

    /** The samples are all that is in the media data. */
    private static void fills(Mp4Box traf, MediaSegment segment, Mp4Box moof, Mp4Box mdat) throws MalformedMp4 {
        int dataOffset = traf.descend("trun").fields().skip(8).i32();
        long data = segment.samples().stream().mapToLong(Sample::size).sum();
        long content = mdat.size() - 8;
        if (dataOffset != moof.size() + 8 || data != content) {
            throw new MalformedMp4("the samples take " + data + " bytes from offset " + dataOffset
                    + ", the media data holds " + content + " from " + (moof.size() + 8));
        }
    }

    /**
     * One reference, to all that follows (§8.16.3): players that trust the index would otherwise read too little or too
     * much.
     */
    private static void index(Mp4Box sidx, InitSegment init, long following) throws MalformedMp4 {
        Fields fields = sidx.fields();
        boolean wide = fields.i32() >>> 24 == 1;
        long track = fields.u32();
        long timescale = fields.u32();
        fields.skip(wide ? 8 : 4);
        long skipped = wide ? fields.i64() : fields.u32();
        long references = fields.u32();
        long size = fields.u32();
        if (track != init.track()
                || timescale != init.timescale()
                || skipped != 0
                || references != 1
                || size != following) {
            throw new MalformedMp4("the index is for " + size + " bytes of track " + track + " at " + timescale
                    + " ticks a second; " + following + " bytes of track " + init.track() + " at " + init.timescale()
                    + " follow");
        }
    }

    private static void end(Fields fields, String box) throws MalformedMp4 {
        if (fields.remaining() != 0) {
            throw new MalformedMp4("box " + box + " is longer than its flags say");
        }
    }
}
