package dev.reelroute.ffmpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files that somebody sends who means harm: to have others read, hosts called, or a machine held. */
final class HostileFiles {

    /** As people name what they upload. FFmpeg takes some of them for a hint at what is in the file. */
    private static final List<String> EXTENSIONS =
            List.of("mp4", "mov", "mkv", "webm", "avi", "ts", "flv", "mxf", "ogv", "m3u8", "mpd", "");

    /** Texts that name other files ({@code $CANARY}) and hosts ({@code $HOST}). */
    private static final Map<String, String> REFERENCES = new TreeMap<>(Map.ofEntries(
            Map.entry("hls-file", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://$CANARY\n#EXT-X-ENDLIST\n"),
            Map.entry("hls-host", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n$HOST/a.ts\n#EXT-X-ENDLIST\n"),
            Map.entry("hls-master", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n$HOST/a.m3u8\n"),
            Map.entry(
                    "hls-key",
                    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI=\"$HOST/key\"\n#EXTINF:1,\n$CANARY\n"),
            Map.entry(
                    "hls-map",
                    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI=\"$CANARY\"\n#EXTINF:1,\n$HOST/a.m4s\n"),
            Map.entry("hls-concat", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nconcat:$CANARY|$HOST/a\n"),
            Map.entry("hls-subfile", "#EXTM3U\n#EXTINF:1,\nsubfile,,start,0,end,9,,:$CANARY\n"),
            Map.entry("concat-file", "ffconcat version 1.0\nfile $CANARY\n"),
            Map.entry("concat-host", "ffconcat version 1.0\nfile $HOST/a.mp4\n"),
            Map.entry(
                    "dash",
                    "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
                            + " mediaPresentationDuration=\"PT1S\"><Period><AdaptationSet contentType=\"video\"><Representation"
                            + " id=\"v\" mimeType=\"video/mp4\" bandwidth=\"1\"><BaseURL>$HOST/</BaseURL><SegmentList"
                            + " duration=\"1\"><SegmentURL media=\"a.mp4\"/></SegmentList></Representation></AdaptationSet></Period></MPD>\n"),
            Map.entry("entity", """
                    <?xml version="1.0"?>
                    <!DOCTYPE MPD [<!ENTITY x SYSTEM "file://$CANARY">]>
                    <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period>&x;</Period></MPD>
                    """),
            Map.entry(
                    "imf",
                    "<?xml version=\"1.0\"?>\n<CompositionPlaylist"
                            + " xmlns=\"http://www.smpte-ra.org/schemas/2067-3/2016\"><Id>$CANARY</Id></CompositionPlaylist>\n"),
            Map.entry(
                    "session",
                    "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"),
            Map.entry("script", "AviSource(\"$CANARY\")\n"),
            Map.entry(
                    "index",
                    "# VobSub index file, v7\nid: en, index: 0\ntimestamp: 00:00:00:000, filepos: 000000000\n"),
            Map.entry("smil", "<smil><body><video src=\"$HOST/a.mp4\"/></body></smil>\n")));

    private HostileFiles() {}

    /**
     * All of them, in the folder, each under a name of its own.
     *
     * @param host address that nobody may call
     * @param canary file that nobody may read
     */
    static List<Path> write(Path folder, String host, Path canary) {
        List<Path> files = new ArrayList<>();
        REFERENCES.forEach((kind, text) -> {
            byte[] content = text.replace("$CANARY", canary.toString())
                    .replace("$HOST", host)
                    .getBytes(UTF_8);
            EXTENSIONS.forEach(extension ->
                    files.add(write(folder.resolve(kind + (extension.isEmpty() ? "" : "." + extension)), content)));
        });
        bombs(canary, host).forEach((name, content) -> files.add(write(folder.resolve(name), content)));
        return files;
    }

    /** Other bytes in a file that was good: some of one, of its length, of its order. The same for the same seed. */
    static byte[] mutated(byte[] good, long seed) {
        Random random = new Random(seed);
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(24);
        for (int i = 0; i < changes; i++) {
            // Half of them where the headers are.
            int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 1024) : bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                default -> {
                    int length = Math.min(1 + random.nextInt(64), bytes.length - Math.max(at, 1));
                    System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, Math.max(length, 0));
                }
            }
        }
        int kept = random.nextInt(8) == 0 ? 1 + random.nextInt(bytes.length) : bytes.length;
        return Arrays.copyOf(bytes, kept);
    }

    /** Few bytes that claim much: pixels, frames, streams, time, depth, names, texts. */
    private static Map<String, byte[]> bombs(Path canary, String host) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int side : List.of(0, 1, 16_384, 65_535)) {
            files.put("pixels-" + side + ".mp4", mp4(track(side, side, 1000, 1, new byte[0])));
            files.put("y4m-" + side + ".y4m", ascii("YUV4MPEG2 W" + side + " H" + side + " F25:1 C420jpeg\nFRAME\n"));
        }
        files.put(
                "pixels.gif", bytes(ascii("GIF89a"), new byte[] {-1, -1, -1, -1, (byte) 0x80, 0, 0, 0, 0, 0, 1, 1, 1}));
        files.put(
                "pixels.ivf",
                bytes(
                        ascii("DKIF"),
                        new byte[] {0, 0, 32, 0},
                        ascii("VP90"),
                        new byte[] {-1, -1, -1, -1, 1, 0, 0, 0, 1, 0, 0, 0, -1, -1, -1, 127, 0, 0, 0, 0},
                        new byte[99]));
        for (int frames : List.of(0, 1, 100_000, Integer.MAX_VALUE)) {
            files.put("frames-" + frames + ".mp4", mp4(track(64, 64, 1000, frames, new byte[0])));
        }
        files.put(
                "frames.y4m",
                bytes(
                        ascii("YUV4MPEG2 W16 H16 F1000000:1 C420jpeg\n"),
                        repeated(bytes(ascii("FRAME\n"), new byte[384]), 2000)));
        files.put(
                "rate.y4m",
                bytes(
                        ascii("YUV4MPEG2 W16 H16 F1:2147483647 C420jpeg\n"),
                        repeated(bytes(ascii("FRAME\n"), new byte[384]), 3)));
        for (int streams : List.of(65, 1000, 20_000)) {
            files.put("streams-" + streams + ".mp4", mp4(repeated(track(16, 16, 1000, 1, new byte[0]), streams)));
        }
        for (int duration : List.of(0, 1, Integer.MAX_VALUE, -1)) {
            files.put("time-" + duration + ".mp4", mp4(track(64, 64, duration, 2, new byte[0])));
        }
        for (int depth : List.of(10, 1000, 20_000)) {
            ByteArrayOutputStream heads = new ByteArrayOutputStream();
            for (int i = depth; i > 0; i--) {
                heads.writeBytes(
                        ByteBuffer.allocate(8).putInt(8 * i).put(ascii("moov")).array());
            }
            files.put("nested-" + depth + ".mp4", bytes(box("ftyp", ascii("isom\0\0\0\1isom")), heads.toByteArray()));
            files.put(
                    "nested-" + depth + ".mkv",
                    bytes(
                            ebml(),
                            repeated(
                                    new byte[] {0x18, 0x53, (byte) 0x80, 0x67, 1, -1, -1, -1, -1, -1, -1, -1}, depth)));
        }
        for (int names : List.of(1, 10_000)) {
            byte[] tag = box(
                    "\u00a9nam",
                    box("data", bytes(new byte[] {0, 0, 0, 1, 0, 0, 0, 0}, repeated(ascii("x"), 100_000 / names + 1))));
            files.put(
                    "tags-" + names + ".mp4",
                    mp4(bytes(
                            track(64, 64, 1000, 1, new byte[0]),
                            box("udta", box("meta", bytes(new byte[4], box("ilst", repeated(tag, names))))))));
        }
        // Data that lies in another file, as QuickTime may say.
        for (String kind : List.of("alis", "url ", "urn ", "rsrc")) {
            byte[] where = bytes(
                    new byte[4], (kind.equals("alis") ? canary.toString() : host + "/a").getBytes(UTF_8), new byte[1]);
            files.put("elsewhere-" + kind.strip() + ".mov", mp4(track(64, 64, 1000, 1, box(kind, where))));
        }
        // Texts.
        files.put("cues.srt", repeated(ascii("1\n00:00:00,000 --> 99:59:59,999\n<b><b><b>x\n\n"), 20_000));
        files.put("cue.srt", bytes(ascii("1\n00:00:00,000 --> 00:00:01,000\n"), repeated(ascii("<i>"), 300_000)));
        files.put("cue.vtt", bytes(ascii("WEBVTT\n\n00:00.000 --> 00:01.000\n"), repeated(ascii("<c.a>"), 100_000)));
        files.put(
                "cue.ass",
                bytes(
                        ascii("[Script Info]\n[Fonts]\nfontname: " + canary
                                + "\n[Events]\nDialogue: 0,0:00:00.00,9:59:59.99,D,,0,0,0,,"),
                        repeated(ascii("{\\p1}"), 50_000)));
        files.put(
                "attached.mkv",
                bytes(
                        ebml(),
                        new byte[] {
                            0x18,
                            0x53,
                            (byte) 0x80,
                            0x67,
                            1,
                            -1,
                            -1,
                            -1,
                            -1,
                            -1,
                            -1,
                            -1,
                            0x19,
                            0x41,
                            (byte) 0xa4,
                            0x69,
                            (byte) 0xff
                        },
                        new byte[4000]));
        for (String magic : List.of(
                "RIFF\377\377\377\377AVI LIST\377\377\377\377hdrl",
                "FLV\1\5\0\0\0\11",
                "OggS\0\2",
                "\0\0\1\272",
                "0&\262u\216f\317\21",
                ".RMF",
                "nut/multimedia container")) {
            byte[] head = magic.getBytes(ISO_8859_1);
            files.put("head-" + files.size() + ".bin", bytes(head, repeated(new byte[] {-1}, 5000)));
            files.put("head-" + files.size() + ".bin", bytes(head, new byte[5000]));
        }
        files.put("empty.mp4", new byte[0]);
        files.put("zeros.mp4", new byte[100_000]);
        files.put("%d.mp4", ascii("pattern"));
        return files;
    }

    private static byte[] mp4(byte[] tracks) {
        return bytes(
                box("ftyp", ascii("isom\0\0\0\1isom")),
                box("moov", bytes(header(1000), tracks)),
                box("mdat", new byte[64]));
    }

    private static byte[] header(int duration) {
        return box(
                "mvhd",
                ByteBuffer.allocate(100)
                        .putInt(12, 1000)
                        .putInt(16, duration)
                        .putInt(20, 0x10000)
                        .putInt(96, 2)
                        .array());
    }

    /** @param elsewhere entry of its data references; empty: the file itself */
    private static byte[] track(int width, int height, int duration, int frames, byte[] elsewhere) {
        byte[] tkhd = box(
                "tkhd",
                ByteBuffer.allocate(84)
                        .putInt(3)
                        .putInt(12, 1)
                        .putInt(20, duration)
                        .putInt(76, width << 16)
                        .putInt(80, height << 16)
                        .array());
        byte[] mdhd = box(
                "mdhd",
                ByteBuffer.allocate(24).putInt(12, 1000).putInt(16, duration).array());
        byte[] hdlr = box("hdlr", bytes(new byte[8], ascii("vide"), new byte[13]));
        byte[] entry = box(
                "mp4v",
                ByteBuffer.allocate(78)
                        .putShort(6, (short) 1)
                        .putShort(24, (short) width)
                        .putShort(26, (short) height)
                        .array());
        byte[] stbl = box(
                "stbl",
                bytes(
                        box("stsd", bytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 1}, entry)),
                        box(
                                "stts",
                                ByteBuffer.allocate(16)
                                        .putInt(4, 1)
                                        .putInt(8, frames)
                                        .putInt(12, 1)
                                        .array()),
                        box(
                                "stsc",
                                ByteBuffer.allocate(20)
                                        .putInt(4, 1)
                                        .putInt(8, 1)
                                        .putInt(12, frames)
                                        .putInt(16, 1)
                                        .array()),
                        box(
                                "stsz",
                                ByteBuffer.allocate(12)
                                        .putInt(4, 16)
                                        .putInt(8, frames)
                                        .array()),
                        box(
                                "stco",
                                ByteBuffer.allocate(12)
                                        .putInt(4, 1)
                                        .putInt(8, 40)
                                        .array())));
        byte[] reference = elsewhere.length == 0 ? box("url ", new byte[] {0, 0, 0, 1}) : elsewhere;
        byte[] dinf = box("dinf", box("dref", bytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 1}, reference)));
        return box("trak", bytes(tkhd, box("mdia", bytes(mdhd, hdlr, box("minf", bytes(dinf, stbl))))));
    }

    private static byte[] ebml() {
        return bytes(
                new byte[] {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3, (byte) 0x8b, 0x42, (byte) 0x82, (byte) 0x88},
                ascii("matroska"));
    }

    private static byte[] box(String type, byte[] content) {
        return bytes(ByteBuffer.allocate(4).putInt(8 + content.length).array(), type.getBytes(ISO_8859_1), content);
    }

    private static byte[] repeated(byte[] part, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(part.length * times);
        for (int i = 0; i < times; i++) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stream.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
