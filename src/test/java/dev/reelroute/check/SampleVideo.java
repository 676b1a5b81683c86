package dev.reelroute.check;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.Programs;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.Plan.Stills;
import dev.reelroute.plan.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A small video in pieces, as encoding tasks leave them: three chunks of two renditions, made apart from each other,
 * and two audio tracks. 105 frames at 29.97 a second, of which the last chunk has 25.
 */
public final class SampleVideo {

    public static final long FRAMES = 105;

    private static final Grid GRID = new Grid(new Rational(30000, 1001), FRAMES, 10, 20, 40);

    private final Path folder;

    private SampleVideo(Path folder) {
        this.folder = folder;
    }

    /** Labels are such as people write them: they must survive playlists and XML. */
    public static Plan plan() {
        return new Plan(
                "standard@test",
                new SourceInfo(
                        1,
                        "mov,mp4,m4a,3gp,3g2,mj2",
                        GRID.duration(),
                        new SourceInfo.VideoTrack(
                                0,
                                "h264",
                                null,
                                "yuv420p",
                                320,
                                180,
                                new Rational(1, 1),
                                0,
                                false,
                                320,
                                180,
                                GRID.frameRate(),
                                false,
                                FRAMES,
                                0,
                                0,
                                false,
                                false,
                                false,
                                null,
                                null,
                                null,
                                null,
                                false,
                                true,
                                1,
                                FRAMES),
                        List.of(),
                        SourceInfo.Text.NONE,
                        List.of(),
                        null,
                        0),
                GRID,
                List.of(
                        new Rendition("180p", 320, 180, "libx264", "veryfast", 23, 300_000, 600_000),
                        new Rendition("90p", 160, 90, "libx264", "veryfast", 23, 100_000, 200_000)),
                List.of(
                        audio("audio-0", 1, "eng", "English", 96_000, 2, true),
                        audio("audio-1", 2, "ger", "Käthe & <Söhne> \"live\" 🎬\u0007", 64_000, 1, false)),
                List.of(),
                new Stills(320, 180, 1, 160, 90, 2, 2, 0.5, 7),
                Profile.Damaged.TOLERANT,
                false);
    }

    private static AudioRendition audio(
            String name, int track, String language, String label, long bitrate, int channels, boolean isDefault) {
        return new AudioRendition(
                name,
                "aac-2",
                track,
                language,
                label,
                SourceInfo.AudioRole.PROGRAMME,
                "aac",
                bitrate,
                channels,
                48_000,
                null,
                isDefault);
    }

    public static SampleVideo make(Path folder) {
        SampleVideo video = new SampleVideo(folder);
        for (int chunk = 0; chunk < GRID.chunks(); chunk++) {
            video.encodeChunk(chunk);
        }
        plan().audio().forEach(video::encodeAudio);
        return video;
    }

    /** Work directory of one chunk's task. */
    public Path chunk(int chunk) {
        return folder.resolve("chunk-" + chunk);
    }

    /** Work directory of the audio tasks. */
    public Path audio() {
        return folder.resolve("audio");
    }

    /** What all tasks report. */
    public List<EncodedTrack> pieces() {
        ChunkInspector inspector = new ChunkInspector();
        List<EncodedTrack> pieces = new ArrayList<>();
        for (int chunk = 0; chunk < GRID.chunks(); chunk++) {
            pieces.addAll(inspector.chunk(plan(), chunk, chunk(chunk), 1));
        }
        plan().audio().forEach(audio -> pieces.add(inspector.audio(plan(), audio, audio(), 1)));
        return pieces;
    }

    /** Puts every object where its key says, as the store would hold it. */
    public void upload(Path store) {
        for (EncodedTrack piece : pieces()) {
            Path work = piece.rendition().startsWith("audio")
                    ? audio()
                    : chunk((int) (piece.segments().get(0).number() * GRID.segmentFrames() / GRID.chunkFrames()));
            ChunkInspector.files(piece, work).forEach((key, file) -> copy(file, store.resolve(key)));
        }
    }

    /** Runs a program of the FFmpeg that Maven brings. */
    public static Result run(Path directory, String program, List<String> arguments) {
        Programs.Result result = Programs.plain(directory, program, arguments);
        return new Result(result.exitCode(), result.stdout(), String.join("\n", result.stderr()));
    }

    public record Result(int exitCode, String output, String errors) {}

    public static void copyTree(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> copy(file, to.resolve(from.relativize(file).toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void encodeChunk(int chunk) {
        long from = GRID.firstFrame(chunk);
        long to = Math.min(from + GRID.chunkFrames(), FRAMES);
        List<String> arguments = new ArrayList<>(flags());
        arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30000/1001"));
        arguments.addAll(List.of(
                "-filter_complex",
                "[0:v]trim=start_frame=" + from + ":end_frame=" + to
                        + ",split=2[a][b];[a]format=yuv420p,setsar=1[o0];[b]scale=160:90,format=yuv420p,setsar=1[o1]"));
        long segment = GRID.firstSegment(chunk);
        for (int i = 0; i < 2; i++) {
            Rendition rendition = plan().renditions().get(i);
            String gop = Integer.toString(GRID.gopFrames());
            arguments.addAll(
                    words("-map [o" + i + "] -fps_mode passthrough -c:v libx264 -preset veryfast -crf 23 -maxrate "
                            + rendition.maxrate() + " -bufsize " + rendition.bufsize() + " -profile:v high -g " + gop
                            + " -keyint_min " + gop + " -sc_threshold 0 -flags +cgop -threads 2"));
            arguments.addAll(packaging(
                    rendition.name(),
                    GRID.segmentSeconds() - 0.001,
                    segment,
                    "-hls_segment_options",
                    "movflags=+frag_discont:fragment_index=" + (segment + 1)));
        }
        run(chunk(chunk), arguments);
    }

    private void encodeAudio(AudioRendition audio) {
        List<String> arguments = new ArrayList<>(flags());
        arguments.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=4"));
        arguments.addAll(List.of(
                "-af",
                String.format(Locale.ROOT, "atrim=start=0:end=%.6f", GRID.duration()),
                "-ac",
                Integer.toString(audio.channels())));
        arguments.addAll(words("-c:a aac -b:a " + audio.bitrate()));
        arguments.addAll(packaging(audio.name(), GRID.segmentSeconds(), 0));
        run(audio(), arguments);
    }

    private static List<String> flags() {
        return words("-hide_banner -v level+warning -nostdin -y");
    }

    private static List<String> packaging(String name, double seconds, long segment, String... options) {
        List<String> arguments = new ArrayList<>(words(String.format(
                Locale.ROOT,
                "-avoid_negative_ts disabled -f hls -hls_time %.6f -hls_playlist_type event -hls_segment_type fmp4"
                        + " -hls_flags independent_segments -start_number %d -hls_fmp4_init_filename init.mp4",
                seconds,
                segment)));
        arguments.addAll(Arrays.asList(options));
        arguments.addAll(List.of("-hls_segment_filename", name + "/%05d.m4s", name + "/list.m3u8"));
        return arguments;
    }

    private static void run(Path work, List<String> arguments) {
        try {
            for (String argument : arguments) {
                if (argument.endsWith(".m3u8")) {
                    Files.createDirectories(work.resolve(argument).getParent());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Result result = run(work, "ffmpeg", arguments);
        if (result.exitCode() != 0 || !result.errors().isEmpty()) {
            throw new IllegalStateException("FFmpeg could not make the sample: " + result);
        }
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }
}
