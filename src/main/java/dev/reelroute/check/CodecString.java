package dev.reelroute.check;

import dev.reelroute.check.Mp4Box.Fields;
import java.util.List;
import java.util.Locale;

/**
 * The codecs parameter (RFC 6381) of a sample entry, as playlists and manifests name it. Formats: AVC and MPEG-4 audio
 * RFC 6381 §3.3, HEVC ISO/IEC 14496-15 annex E.3, AV1 "Codecs Parameter String" of the AV1 ISOBMFF binding §5, Opus
 * "Encapsulation of Opus in ISOBMFF" §4.
 */
final class CodecString {

    private CodecString() {}

    /**
     * @param entry type of the sample entry, such as {@code avc1}
     * @param boxes what lies within it
     */
    static String of(String entry, List<Mp4Box> boxes) throws MalformedMp4 {
        return switch (entry) {
            case "avc1", "avc3" -> avc(entry, Mp4Box.only(boxes, "avcC").fields());
            case "hvc1", "hev1" -> hevc(entry, Mp4Box.only(boxes, "hvcC").fields());
            case "av01" -> av1(Mp4Box.only(boxes, "av1C").fields());
            case "mp4a" -> mpeg4Audio(Mp4Box.only(boxes, "esds").fields());
            case "Opus" -> {
                Mp4Box.only(boxes, "dOps");
                yield "opus";
            }
            default -> throw new MalformedMp4("unexpected sample entry " + entry);
        };
    }

    private static String avc(String entry, Fields avcC) throws MalformedMp4 {
        avcC.skip(1);
        return entry + String.format(Locale.ROOT, ".%02x%02x%02x", avcC.u8(), avcC.u8(), avcC.u8());
    }

    private static String hevc(String entry, Fields hvcC) throws MalformedMp4 {
        hvcC.skip(1);
        int profile = hvcC.u8();
        int compatibility = Integer.reverse(hvcC.i32());
        byte[] constraints = hvcC.bytes(6);
        int level = hvcC.u8();
        int space = profile >> 6;
        StringBuilder text = new StringBuilder(entry).append('.');
        if (space > 0) {
            text.append((char) ('A' + space - 1));
        }
        text.append(profile & 0x1f).append('.').append(Integer.toHexString(compatibility));
        text.append((profile & 0x20) == 0 ? ".L" : ".H").append(level);
        int last = constraints.length;
        while (last > 0 && constraints[last - 1] == 0) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            text.append('.').append(Integer.toHexString(Byte.toUnsignedInt(constraints[i])));
        }
        return text.toString();
    }

    private static String av1(Fields av1C) throws MalformedMp4 {
        av1C.skip(1);
        int second = av1C.u8();
        int third = av1C.u8();
        int profile = second >> 5;
        int level = second & 0x1f;
        char tier = (third & 0x80) == 0 ? 'M' : 'H';
        boolean highBitDepth = (third & 0x40) != 0;
        boolean twelveBit = (third & 0x20) != 0;
        int depth = !highBitDepth ? 8 : profile == 2 && twelveBit ? 12 : 10;
        return String.format(Locale.ROOT, "av01.%d.%02d%c.%02d", profile, level, tier, depth);
    }

    /** Descriptors of ISO/IEC 14496-1 §7.2.6: each a tag, a length of 7-bit groups, a body. */
    private static String mpeg4Audio(Fields esds) throws MalformedMp4 {
        esds.skip(4);
        descriptor(esds, 0x03);
        esds.skip(2);
        int flags = esds.u8();
        if ((flags & 0x80) != 0) {
            esds.skip(2);
        }
        if ((flags & 0x40) != 0) {
            esds.skip(esds.u8());
        }
        if ((flags & 0x20) != 0) {
            esds.skip(2);
        }
        descriptor(esds, 0x04);
        int objectType = esds.u8();
        String name = "mp4a." + Integer.toHexString(objectType);
        if (objectType != 0x40) {
            return name;
        }
        esds.skip(12);
        descriptor(esds, 0x05);
        int first = esds.u8();
        int audioObjectType = first >> 3;
        if (audioObjectType == 31) {
            audioObjectType = 32 + ((first & 7) << 3) + (esds.u8() >> 5);
        }
        return name + "." + audioObjectType;
    }

    private static void descriptor(Fields fields, int tag) throws MalformedMp4 {
        int found = fields.u8();
        if (found != tag) {
            throw new MalformedMp4("box esds holds descriptor " + found + " where " + tag + " belongs");
        }
        while ((fields.u8() & 0x80) != 0) {
            // The length itself is not needed: the part of the body that is read has a fixed size.
        }
    }
}
