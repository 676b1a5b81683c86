package dev.reelroute.check;

import dev.reelroute.check.MediaSegment.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/**
 * The structure of coded frames: each sample is a sequence of NAL units with their lengths, which must fill it exactly
 * (ISO/IEC 14496-15 §4.3.3.1). The first frame of a segment must be one at which a decoder can begin, whatever the
 * fragment's flags say.
 */
final class Payload {

    /** FFmpeg writes lengths of four bytes. */
    private static final int LENGTH_BYTES = 4;

    private Payload() {}

    /** Codecs other than H.264 and HEVC have no NAL units and are not looked into. */
    static void require(Path file, MediaSegment segment, String codecs) throws IOException, MalformedMp4 {
        boolean avc = codecs.startsWith("avc1.");
        if (!avc && !codecs.startsWith("hvc1.")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer data = channel.map(MapMode.READ_ONLY, segment.data(), segment.bytes() - segment.data());
            for (int i = 0; i < segment.samples().size(); i++) {
                Sample sample = segment.samples().get(i);
                boolean key = key(data, sample.size(), avc, i);
                if (i == 0 && !key) {
                    throw new MalformedMp4("its first frame is no key frame");
                }
            }
        }
    }

    /** Walks over one sample. @return whether it is a key frame */
    private static boolean key(ByteBuffer data, long size, boolean avc, int number) throws MalformedMp4 {
        boolean key = false;
        long left = size;
        while (left > 0) {
            long length = left < LENGTH_BYTES + 1 ? Long.MAX_VALUE : Integer.toUnsignedLong(data.getInt());
            left -= LENGTH_BYTES;
            if (length == 0 || length > left) {
                throw new MalformedMp4("the parts of frame " + number + " do not fill it");
            }
            int header = Byte.toUnsignedInt(data.get(data.position()));
            int type = avc ? header & 0x1f : header >> 1 & 0x3f;
            // H.264 table 7-1: 5 is an IDR slice. HEVC table 7-1: 16 to 21 are random access pictures.
            key |= avc ? type == 5 : type >= 16 && type <= 21;
            data.position(data.position() + Math.toIntExact(length));
            left -= length;
        }
        return key;
    }
}
