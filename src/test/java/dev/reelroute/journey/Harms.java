package dev.reelroute.journey;

import static dev.reelroute.ledger.TaskKind.ENCODE_AUDIO;
import static dev.reelroute.ledger.TaskKind.ENCODE_VIDEO;
import static dev.reelroute.ledger.TaskKind.PUBLISH;
import static dev.reelroute.ledger.TaskKind.STILLS;

import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.journey.Harm.Outcome;
import dev.reelroute.journey.Saboteur.Deed;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.store.ObjectKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** All kinds of damage that are tried. Chunks are of two segments; the damage is done to chunk 1, segments 2 and 3. */
final class Harms {

    private static final String BUCKET = "reelroute";

    static final List<Harm> ALL = Stream.of(
                    // What an encoder or a disk may do to the files of a chunk.
                    chunk("segment cut off", "is damaged", at("180p/00002.m4s", Harms::cutOff)),
                    chunk(
                            "bytes flipped in a fragment's header",
                            "segment 00002",
                            at("180p/00002.m4s", Harms::flipHeader)),
                    chunk("segment not written", "segment 00002 is missing", at("180p/00002.m4s", Files::delete)),
                    chunk(
                            "two segments swapped",
                            "segment 00002 starts at tick",
                            (e, work) -> swap(
                                    work.output().resolve("120p/00002.m4s"),
                                    work.output().resolve("120p/00003.m4s"))),
                    chunk(
                            "segment written twice",
                            "segment 00003 starts at tick",
                            (e, work) -> Files.copy(
                                    work.output().resolve("120p/00002.m4s"),
                                    work.output().resolve("120p/00003.m4s"),
                                    StandardCopyOption.REPLACE_EXISTING)),
                    chunk(
                            "init segment of another rendition",
                            "is 320x180, planned",
                            (e, work) -> Files.copy(
                                    work.output().resolve("180p/init.mp4"),
                                    work.output().resolve("120p/init.mp4"),
                                    StandardCopyOption.REPLACE_EXISTING)),
                    chunk("part of a key frame lost", "does not decode cleanly", at("180p/00002.m4s", Harms::lose)),
                    chunk(
                            "bytes flipped in the length of a NAL unit",
                            "do not fill it",
                            at("120p/00003.m4s", Harms::flipLength)),
                    chunk(
                            "first frame is not a key frame",
                            "its first frame is no key frame",
                            at("120p/00003.m4s", Harms::noKeyFrame)),
                    ordered("frames of another size", "is 200x120, planned 214x120", "scale=214:120", "scale=200:120"),
                    ordered("another frame rate", "segment 00002 starts at tick", "fps=10", "fps=20"),
                    ordered(
                            "another part of the source",
                            "segment 00002 starts at tick",
                            "start_pts=20",
                            "start_pts=15"),
                    ordered(
                            "pixels that are not square",
                            "its pixels are 4:3 instead of square",
                            "setsar=1,setparams",
                            "setsar=4/3,setparams"),
                    // Where the audio is already of one format, and before its times are looked at: from there on,
                    // nothing
                    // else is done to the samples than to put them in their place.
                    audio("audio late by 80 ms", "audio-0 is 80 ms late", "[dec:0]", "[dec:0]adelay=80:all=1,"),
                    audio("audio early by 80 ms", "audio-0 is 80 ms early", "[dec:0]", "[dec:0]asetpts=PTS-0.08/TB,"),
                    audio("audio is silent", "audio-0 is silent from", "asetpts=", "volume=0,asetpts="),
                    audio(
                            "audio of something else",
                            "is not what the source sounds like",
                            "[dec:0]",
                            "[dec:0]aeval=0.3*sin(2*PI*440*mod(t\\,1)):c=same,"),
                    audio(
                            "audio silent for a second",
                            "audio-0 is silent from 2.",
                            "[dec:0]",
                            "[dec:0]volume=0:enable='between(mod(t,1000000),2,3)',"),
                    audio(
                            "audio late by a second",
                            "audio-0 is silent from 0.1",
                            "[dec:0]",
                            "[dec:0]adelay=1000:all=1,"),
                    audio(
                            "audio longer than the video",
                            "audio-0 ends 0.150 s after the video",
                            "=4.000000",
                            "=4.150000"),
                    encoded(
                            "audio frames that are too short",
                            ENCODE_AUDIO,
                            0,
                            "encode-piece.check",
                            "has a frame of 512 ticks instead of 1024",
                            at("audio-0/00001.m4s", Harms::shorterFrames)),
                    encoded(
                            "audio moved by its edit list",
                            ENCODE_AUDIO,
                            0,
                            "encode-piece.check",
                            "away from the video's cut",
                            at("audio-0/init.mp4", Harms::laterEdit)),
                    encoded(
                            "poster not written",
                            STILLS,
                            0,
                            "encode-piece.check",
                            "poster.jpg is missing",
                            at("poster.jpg", Files::delete)),
                    published(
                            "storyboard cut off",
                            "publish-parts.parts",
                            "storyboard-000.jpg is cut off",
                            at("storyboard-000.jpg", Harms::cutOff)),
                    published(
                            "MP4 cut off",
                            "publish-parts.parts",
                            "video.mp4: box mdat",
                            at("video.mp4", Harms::cutOff)),
                    published(
                            "MP4 with audio that begins late",
                            "publish-parts.parts",
                            "video.mp4: audio-0 begins after",
                            at("video.mp4", Harms::lateTrack)),
                    published(
                            "MP4 with frames that last too long",
                            "publish-parts.parts",
                            "video.mp4: 180p lasts 8.000 s instead of 4.000",
                            at("video.mp4", Harms::slower)),
                    published(
                            "wrong codec in the HLS playlist",
                            "publish-parts.check",
                            "says of 180p CODECS=avc1.640",
                            at("master.m3u8", file -> replace(file, "CODECS=\"avc1.", "CODECS=\"avc1.640"))),
                    published(
                            "wrong codec in the DASH manifest",
                            "publish-parts.check",
                            "says of 180p codecs=vp9",
                            at("manifest.mpd", file -> replace(file, "codecs=\"avc1", "codecs=\"vp9"))),
                    published(
                            "bandwidth below the peak",
                            "publish-parts.check",
                            "says of 180p BANDWIDTH=1, less than its peak",
                            at("master.m3u8", file -> replace(file, "INF:BANDWIDTH=", "INF:BANDWIDTH=1,X="))),
                    published(
                            "playlist that leads nowhere",
                            "publish-parts.check",
                            "names 180p/lost.m3u8, which does not exist",
                            at("master.m3u8", file -> replace(file, "180p/index", "180p/lost"))),
                    // What may happen to objects between encoding and publishing.
                    bucket(
                            "stored segment cut off",
                            "bytes instead of",
                            (s3, prefix) -> change(
                                    s3, prefix, "180p/00002-", content -> Arrays.copyOf(content, content.length / 2))),
                    bucket(
                            "bytes flipped in a stored segment",
                            "is another object than was made",
                            (s3, prefix) -> change(s3, prefix, "120p/00003-", Harms::flipPayload)),
                    bucket(
                            "stored segment deleted",
                            "is missing",
                            (s3, prefix) -> s3.deleteObject(
                                    delete -> delete.bucket(BUCKET).key(key(s3, prefix, "120p/00002-")))),
                    bucket("stored chunk deleted", "is missing", (s3, prefix) -> {
                        for (String part : List.of("180p/00002-", "180p/00003-", "120p/00002-", "120p/00003-")) {
                            s3.deleteObject(delete -> delete.bucket(BUCKET).key(key(s3, prefix, part)));
                        }
                    }),
                    bucket(
                            "two stored segments swapped",
                            "180p/00002-1.m4s",
                            (s3, prefix) -> swap(s3, prefix, "180p/00002-", "180p/00003-")),
                    bucket(
                            "poster stored as another type",
                            STILLS,
                            "poster.jpg is stored as text/plain instead of image/jpeg",
                            (s3, prefix) ->
                                    put(s3, prefix + "poster.jpg", content(s3, prefix + "poster.jpg"), "text/plain")),
                    // What stays wrong however often it is tried.
                    always(chunk(
                            "segment cut off each time",
                            "180p segment 00002 is damaged",
                            at("180p/00002.m4s", Harms::cutOff))),
                    always(audio(
                            "audio late by 80 ms each time",
                            "audio-0 is 80 ms late",
                            "[dec:0]",
                            "[dec:0]adelay=80:all=1,")),
                    always(published(
                            "wrong codec in the HLS playlist each time",
                            "publish-parts.check",
                            "master.m3u8 says of 180p CODECS=avc1.640",
                            at("master.m3u8", file -> replace(file, "CODECS=\"avc1.", "CODECS=\"avc1.640")))))
            .toList();

    private Harms() {}

    private interface FileDeed {
        void harm(Path file) throws IOException;
    }

    private interface BucketDeed {
        void harm(S3Client s3, String prefix);
    }

    private interface ByteDeed {
        byte[] harm(byte[] content);
    }

    private static Harm chunk(String name, String words, Deed deed) {
        return encoded(name, ENCODE_VIDEO, 1, "encode-piece.check", words, deed);
    }

    /** Before the check of what FFmpeg has made. */
    private static Harm encoded(String name, TaskKind kind, int ordinal, String step, String words, Deed deed) {
        return new Harm(
                name,
                new Saboteur.Plan(step, claim -> claim.kind() == kind && claim.ordinal() == ordinal, 1, deed),
                kind,
                kind,
                words,
                Outcome.MENDED);
    }

    /** An order to FFmpeg that is not what was meant. */
    private static Harm ordered(String name, String words, String meant, String instead) {
        return encoded(name, ENCODE_VIDEO, 1, "encode-piece.run", words, misheard(meant, instead));
    }

    private static Harm audio(String name, String words, String meant, String instead) {
        return encoded(name, ENCODE_AUDIO, 0, "encode-piece.run", words, misheard(meant, instead));
    }

    private static Harm published(String name, String step, String words, Deed deed) {
        return new Harm(
                name,
                new Saboteur.Plan(step, claim -> claim.kind() == PUBLISH, 1, deed),
                PUBLISH,
                PUBLISH,
                words,
                Outcome.MENDED);
    }

    private static Harm always(Harm harm) {
        Saboteur.Plan plan = harm.plan();
        return new Harm(
                harm.name(),
                new Saboteur.Plan(plan.step(), plan.victim(), Integer.MAX_VALUE, plan.deed()),
                harm.caughtBy(),
                harm.redone(),
                harm.words(),
                Outcome.FAILED);
    }

    private static Deed misheard(String meant, String instead) {
        return (exchange, work) -> {
            Invocation order = exchange.getMessage().getBody(Invocation.class);
            List<String> arguments = order.arguments().stream()
                    .map(argument -> argument.replace(meant, instead))
                    .toList();
            if (arguments.equals(order.arguments())) {
                throw new IllegalStateException(meant + " is not in " + arguments);
            }
            exchange.getMessage()
                    .setBody(new Invocation(
                            order.purpose(),
                            order.owner(),
                            order.program(),
                            arguments,
                            order.workDirectory(),
                            order.inputs(),
                            order.limits()));
        };
    }

    /** Before publishing looks at the pieces. */
    private static Harm bucket(String name, String words, BucketDeed deed) {
        return bucket(name, ENCODE_VIDEO, words, deed);
    }

    private static Harm bucket(String name, TaskKind maker, String words, BucketDeed deed) {
        return new Harm(
                name,
                new Saboteur.Plan(
                        "publish-video.gather",
                        claim -> claim.kind() == PUBLISH,
                        1,
                        (exchange, work) -> deed.harm(
                                exchange.getContext().getRegistry().findSingleByType(S3Client.class),
                                ObjectKeys.videoPrefix(work.video().id()))),
                PUBLISH,
                maker,
                words,
                Outcome.MENDED);
    }

    private static Deed at(String file, FileDeed deed) {
        return (exchange, work) -> deed.harm(work.output().resolve(file));
    }

    private static void cutOff(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 100));
    }

    private static void flipHeader(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int at = indexOf(content, "trun") + 12;
        for (int i = at; i < at + 8; i++) {
            content[i] ^= 0x55;
        }
        Files.write(file, content);
    }

    private static byte[] flipPayload(byte[] content) {
        byte[] flipped = content.clone();
        int at = indexOf(content, "mdat") + 200;
        for (int i = at; i < at + 8; i++) {
            flipped[i] ^= 0x55;
        }
        return flipped;
    }

    /** In the midst of the slice, behind what the encoder says of itself. */
    private static void lose(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int at = indexOf(content, "mdat") + 1500;
        Arrays.fill(content, at, at + 1500, (byte) 0xff);
        Files.write(file, content);
    }

    private static void flipLength(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[indexOf(content, "mdat") + 6] ^= 0x15;
        Files.write(file, content);
    }

    /** Makes of every IDR slice of the first frame a slice of another kind (H.264 §7.3.1). */
    private static void noKeyFrame(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        ByteBuffer parts = ByteBuffer.wrap(content);
        int at = indexOf(content, "mdat") + 4;
        while ((content[at + 4] & 0x1f) != 5) {
            at += 4 + parts.getInt(at);
        }
        content[at + 4] = (byte) ((content[at + 4] & 0xe0) | 1);
        Files.write(file, content);
    }

    /** 80 ms more of the audio's beginning is hidden. */
    private static void laterEdit(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        ByteBuffer init = ByteBuffer.wrap(content);
        // Type, version and flags, number of edits, duration: then the time on the media's own line.
        int at = indexOf(content, "elst") + 16;
        init.putInt(at, init.getInt(at) + 3840);
        Files.write(file, content);
    }

    /** The duration that holds for all samples of a fragment: flags and track stand before it (ISO/IEC 14496-12 §8.8.7). */
    private static void shorterFrames(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        ByteBuffer fragment = ByteBuffer.wrap(content);
        int at = indexOf(content, "tfhd") + 12;
        fragment.putInt(at, fragment.getInt(at) / 2);
        Files.write(file, content);
    }

    /** The edit of the last track, the audio, becomes one in which there is nothing. */
    private static void lateTrack(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int at = new String(content, StandardCharsets.ISO_8859_1).lastIndexOf("elst") + 16;
        ByteBuffer.wrap(content).putInt(at, -1);
        Files.write(file, content);
    }

    /** Of the first track, the video: version and flags, number of runs, samples in the first, then their duration. */
    private static void slower(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        ByteBuffer index = ByteBuffer.wrap(content);
        int at = indexOf(content, "stts") + 16;
        index.putInt(at, index.getInt(at) * 2);
        Files.write(file, content);
    }

    private static void replace(Path file, String meant, String instead) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(meant)) {
            throw new IllegalStateException(meant + " is not in " + text);
        }
        Files.writeString(file, text.replace(meant, instead));
    }

    private static int indexOf(byte[] content, String box) {
        int at = new String(content, StandardCharsets.ISO_8859_1).indexOf(box);
        if (at < 0) {
            throw new IllegalArgumentException("No box " + box);
        }
        return at;
    }

    private static void swap(Path one, Path other) throws IOException {
        Path aside = one.resolveSibling("aside");
        Files.move(one, aside);
        Files.move(other, one);
        Files.move(aside, other);
    }

    private static void swap(S3Client s3, String prefix, String one, String other) {
        byte[] first = content(s3, key(s3, prefix, one));
        byte[] second = content(s3, key(s3, prefix, other));
        put(s3, key(s3, prefix, one), second);
        put(s3, key(s3, prefix, other), first);
    }

    private static void change(S3Client s3, String prefix, String part, ByteDeed deed) {
        String key = key(s3, prefix, part);
        put(s3, key, deed.harm(content(s3, key)));
    }

    private static byte[] content(S3Client s3, String key) {
        return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray();
    }

    private static void put(S3Client s3, String key, byte[] content) {
        put(s3, key, content, "video/iso.segment");
    }

    private static void put(S3Client s3, String key, byte[] content, String type) {
        s3.putObject(put -> put.bucket(BUCKET).key(key).contentType(type), RequestBody.fromBytes(content));
    }

    private static String key(S3Client s3, String prefix, String part) {
        return s3.listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix + part)).contents().stream()
                .map(S3Object::key)
                .findFirst()
                .orElseThrow();
    }
}
