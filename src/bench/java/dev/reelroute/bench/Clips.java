package dev.reelroute.bench;

import dev.reelroute.media.Programs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sources to measure with: a real clip where there is one, otherwise one that FFmpeg generates; long ones repeat a
 * short one.
 */
final class Clips {

    private final Path folder;
    private final @Nullable Path real;

    /**
     * @param folder where clips are kept from run to run
     * @param real a clip of 1080p from which all others are made; null: one is generated
     */
    Clips(Path folder, @Nullable Path real) throws IOException {
        // A file that was made from another clip must not be used for this one.
        String origin = real == null ? "painted" : real.getFileName() + "-" + Files.size(real);
        this.folder = Files.createDirectories(folder.resolve(origin));
        this.real = real;
    }

    /** 1080p, H.264 at 8 Mb/s and AAC: browsers play it as it is, which the early stream does. */
    Path light(int seconds) {
        Path half = made(
                "light",
                ".mp4",
                beginning(30),
                "-vf",
                "scale=1920:-2",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-b:v",
                "8M",
                "-maxrate",
                "8M",
                "-bufsize",
                "16M",
                "-g",
                "50",
                "-bf",
                "0",
                "-c:a",
                "aac",
                "-ac",
                "2",
                "-movflags",
                "+faststart");
        return repeated("light", half, ".mp4", seconds);
    }

    /** 1080p, H.264 and AAC. The generated clip has 25 Mb/s, which is too much to be an early stream. */
    Path fullHd(int seconds) {
        return repeated("1080p", real == null ? painted() : real, ".mp4", seconds);
    }

    /** 720p, H.264 and AAC at 2 Mb/s: browsers play it as it is. */
    Path copyable(int seconds) {
        Path ten = made(
                "copyable",
                ".mp4",
                beginning(10),
                "-vf",
                "scale=1280:-2",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-b:v",
                "2M",
                "-maxrate",
                "2M",
                "-bufsize",
                "4M",
                "-g",
                "50",
                "-bf",
                "0",
                "-c:a",
                "aac",
                "-ac",
                "2",
                "-movflags",
                "+faststart");
        return repeated("copyable", ten, ".mp4", seconds);
    }

    /** 720p, VP9 and Opus in Matroska at 1 Mb/s: not every browser plays it. */
    Path foreign(int seconds) {
        Path ten = made(
                "foreign",
                ".mkv",
                beginning(10),
                "-vf",
                "scale=1280:-2",
                "-c:v",
                "libvpx-vp9",
                "-deadline",
                "realtime",
                "-cpu-used",
                "8",
                "-row-mt",
                "1",
                "-b:v",
                "1M",
                "-g",
                "100",
                "-c:a",
                "libopus",
                "-ac",
                "2");
        return repeated("foreign", ten, ".mkv", seconds);
    }

    /**
     * Two seconds of 720p in a file of a given size: nearly all of it is a box that says nothing.
     *
     * @param bytes at least 1 MB
     */
    Path large(long bytes) throws IOException {
        Path file = folder.resolve("large-" + bytes + ".mp4");
        Files.copy(copyable(2), file, StandardCopyOption.REPLACE_EXISTING);
        long padding = bytes - Files.size(file);
        // ISO/IEC 14496-12, 4.2: size 1 means that the size is in the 64 bits after the type.
        ByteBuffer box = ByteBuffer.allocate(16)
                .putInt(1)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .putLong(padding)
                .flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(box, channel.size());
            // Up to here the file is a hole, and takes no room on the disk.
            channel.write(ByteBuffer.allocate(1), bytes - 1);
        }
        return file;
    }

    private List<String> beginning(int seconds) {
        return List.of("-t", Integer.toString(seconds), "-i", (real == null ? painted() : real).toString());
    }

    /** Half a minute with motion, detail and noise, so that it is no easier to encode than what cameras record. */
    private Path painted() {
        return made(
                "painted",
                ".mp4",
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "mandelbrot=size=1920x1080:rate=25,noise=alls=8:allf=t",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=440"),
                "-t",
                "30",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "20",
                "-bf",
                "0",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac");
    }

    /**
     * A clip over and over, or its beginning, as a camera would have recorded it: the audio is one stream without a gap at each
     * joint, and no frame is missing before the last one (which copying leaves where there are frames between those before).
     * What has either would be encoded to be seen early, where the clip itself would be copied.
     */
    private Path repeated(String name, Path clip, String extension, int seconds) {
        return made(
                name + "-" + seconds + "s",
                extension,
                List.of("-stream_loop", "-1", "-i", clip.toString()),
                "-t",
                Integer.toString(seconds),
                "-map",
                "0:v:0",
                "-map",
                "0:a:0?",
                "-c:v",
                "copy",
                "-af",
                "aresample=async=1:first_pts=0",
                "-c:a",
                extension.equals(".mp4") ? "aac" : "libopus",
                "-movflags",
                "+faststart");
    }

    private Path made(String name, String extension, List<String> input, String... output) {
        Path file = folder.resolve(name + extension);
        if (!Files.exists(file)) {
            List<String> arguments = new ArrayList<>(List.of("-y"));
            arguments.addAll(input);
            arguments.addAll(List.of(output));
            String draft = "draft" + extension;
            arguments.add(draft);
            Programs.ffmpeg(folder, arguments).succeeded();
            if (!folder.resolve(draft).toFile().renameTo(file.toFile())) {
                throw new IllegalStateException("Cannot be written: " + file);
            }
        }
        return file;
    }
}
