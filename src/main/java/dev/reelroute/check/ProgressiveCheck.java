package dev.reelroute.check;

import dev.reelroute.check.Mp4Box.Fields;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.media.EncodedTrack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks that the progressive MP4 is whole: its index comes first, and lists every sample of the tracks that it was
 * made of.
 */
public final class ProgressiveCheck {

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
}
