package dev.reelroute.encode;

import dev.reelroute.check.AudioCheck;
import dev.reelroute.check.ChunkInspector;
import dev.reelroute.check.DecodeCheck;
import dev.reelroute.check.DecodeCheck.Verification;
import dev.reelroute.check.VideoCheck;
import dev.reelroute.failure.Failure;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Diagnosis;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.Inspection;
import dev.reelroute.media.Appended;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.LadderPlanner;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import dev.reelroute.publish.Manifests;
import dev.reelroute.publish.ProgressiveCommand;
import dev.reelroute.publish.Remux;
import dev.reelroute.publish.StoryboardCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Encodes a source as the product does, chunk by chunk, with the real FFmpeg. */
final class Pipeline {

    /** As many threads as a worker gives FFmpeg, unless it is told otherwise. */
    static final FfmpegSettings SETTINGS = new FfmpegSettings(Programs.INPUT_RULES, 1);

    /** For those that must not depend on how many there are: of several, decoders and encoders work on several frames. */
    static final FfmpegSettings TWO_THREADS = new FfmpegSettings(Programs.INPUT_RULES, 2);

    private final FfmpegSettings settings;
    private final Path source;
    private final Path work;

    Pipeline(Path source, Path work) {
        this(SETTINGS, source, work);
    }

    Pipeline(FfmpegSettings settings, Path source, Path work) {
        this.settings = settings;
        this.source = source;
        this.work = work;
        try {
            Appended.straighten(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Plan plan(Profile profile) {
        return new LadderPlanner().plan(Inspection.of(source), profile);
    }

    static Profile profile(String name) {
        return new Profiles(Path.of("config/profiles")).find(name).orElseThrow();
    }

    /** Encodes one chunk and returns FFmpeg's warnings. */
    List<String> chunk(Plan plan, int chunk, Approach approach) {
        plan.renditions().forEach(rendition -> createFolder(rendition.name()));
        List<String> arguments = new VideoChunkCommand(settings).arguments(plan, chunk, source, approach);
        return Programs.ffmpeg(work, arguments).succeeded().stderr();
    }

    void chunks(Plan plan) {
        for (int chunk = 0; chunk < plan.grid().chunks(); chunk++) {
            chunk(plan, chunk, Approach.NEAR);
        }
    }

    List<String> audio(Plan plan, AudioRendition audio) {
        createFolder(audio.name());
        AudioCommand command = new AudioCommand(settings);
        Loudness loudness = command.measured(plan, audio)
                ? Loudness.read(Programs.ffmpeg(work, command.measurement(plan, audio, source))
                        .succeeded()
                        .stderr())
                : null;
        List<String> arguments = command.arguments(plan, audio, source, loudness);
        return Programs.ffmpeg(work, arguments).succeeded().stderr();
    }

    /** The playlist of the early stream. */
    Path early(Plan plan) {
        createFolder(EarlyCommand.FOLDER);
        Programs.ffmpeg(work, new EarlyCommand(settings).arguments(plan, source))
                .succeeded();
        return work.resolve(EarlyCommand.FOLDER).resolve("index.m3u8");
    }

    /**
     * What came of a source.
     *
     * @param folder what is published, by the keys of its objects
     * @param warnings codes of those that the plan does not know yet
     * @param retries how often a chunk was made again, in another way
     */
    record Published(Path folder, Set<String> warnings, int retries) {

        Path file() {
            return folder.resolve("video.mp4");
        }

        Path playlist(String rendition) {
            return folder.resolve(rendition).resolve("index.m3u8");
        }
    }

    /**
     * Makes all that is played, and checks it as the product does: chunks in another way when they come out wrong.
     *
     * @throws Failure when a check finds fault
     */
    Published published(Plan plan) {
        Path folder = work.resolve("published");
        Set<String> warnings = new TreeSet<>();
        AtomicInteger retries = new AtomicInteger();
        List<EncodedTrack> pieces = new ArrayList<>();
        for (int chunk = 0; chunk < plan.grid().chunks(); chunk++) {
            pieces.addAll(checkedChunk(plan, chunk, 0, warnings, retries));
            pieces.forEach(piece -> move(piece, folder));
        }
        for (AudioRendition audio : plan.audio()) {
            note(audio(plan, audio), "DAMAGED_SOUND", warnings);
            EncodedTrack track = new ChunkInspector().audio(plan, audio, work, 1);
            AudioCheck check = new AudioCheck(settings);
            if (check.applies(plan, audio, track)) {
                run(check.verification(plan, audio, track, source, work, true)).succeeded();
                check.requireInStep(plan, audio, track, work);
            }
            pieces.add(track);
            move(track, folder);
        }
        List<EncodedTrack> tracks = new VideoCheck().whole(plan, pieces);
        Remux remux = new ProgressiveCommand().remux(plan, tracks);
        try {
            for (Map.Entry<String, List<String>> file : remux.files().entrySet()) {
                List<Path> parts = file.getValue().stream().map(folder::resolve).toList();
                FragmentedFile.join(folder.resolve(file.getKey()), parts);
            }
            Programs.ffmpeg(folder, remux.arguments()).succeeded();
            for (Map.Entry<String, String> file :
                    new Manifests().whole(plan, tracks, List.of()).entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Published(folder, warnings, retries.get());
    }

    private List<EncodedTrack> checkedChunk(
            Plan plan, int chunk, int before, Set<String> warnings, AtomicInteger retries) {
        Approach approach = Approach.after(before);
        try {
            List<String> lines = chunk(plan, chunk, approach);
            List<EncodedTrack> tracks = new ChunkInspector().chunk(plan, chunk, work, 1);
            DecodeCheck check = new DecodeCheck(settings);
            Programs.Result decoded = run(check.chunk(plan, tracks));
            check.requireClean(decoded.exitCode() == 0, decoded.stderr());
            note(lines, "DAMAGED_PICTURES", warnings);
            if (PictureChanges.within(plan, chunk, lines)) {
                warnings.add("PICTURE_CHANGES");
            }
            return tracks;
        } catch (Setback wrong) {
            if (approach == Approach.FROM_START) {
                throw wrong;
            }
            retries.incrementAndGet();
            return checkedChunk(plan, chunk, before + 1, warnings, retries);
        }
    }

    private static void note(List<String> lines, String code, Set<String> warnings) {
        if (lines.stream().anyMatch(Diagnosis::tellsOfDamage)) {
            warnings.add(code);
        }
    }

    private Programs.Result run(Verification verification) {
        verification.files().forEach((name, parts) -> {
            try {
                FragmentedFile.join(
                        work.resolve(name), parts.stream().map(work::resolve).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Programs.ffmpeg(work, verification.arguments());
    }

    /** To the keys of its objects. */
    private void move(EncodedTrack track, Path folder) {
        ChunkInspector.files(track, work).forEach((key, file) -> {
            try {
                Path object = folder.resolve(key);
                Files.createDirectories(object.getParent());
                if (Files.exists(file)) {
                    Files.move(file, object, StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    List<String> stills(Plan plan) {
        List<String> arguments = new StillsCommand(settings).arguments(plan, source, Approach.NEAR);
        return Programs.ffmpeg(work, arguments).succeeded().stderr();
    }

    /** The storyboard, of chunks that are encoded. */
    List<String> storyboard(Plan plan) {
        String file =
                joined(StoryboardCommand.smallest(plan).name()).getFileName().toString();
        return Programs.ffmpeg(work, StoryboardCommand.arguments(plan, file))
                .succeeded()
                .stderr();
    }

    /** Init segment and all segments in one file. */
    Path joined(String rendition) {
        Path joined = work.resolve(rendition + ".mp4");
        try (OutputStream out = Files.newOutputStream(joined)) {
            Files.copy(work.resolve(rendition + "/init.mp4"), out);
            for (Path segment : segments(rendition)) {
                Files.copy(segment, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return joined;
    }

    List<Path> segments(String rendition) {
        try (Stream<Path> files = Files.list(work.resolve(rendition))) {
            return files.filter(file -> file.toString().endsWith(".m4s"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Presentation times in ticks of the track, as a decoder gives them, without a warning. */
    List<Long> decodedTimes(Rendition rendition) {
        return times(joined(rendition.name()), "v:0");
    }

    static List<Long> times(Path file, String stream) {
        Programs.Result result = Programs.ffprobe(List.of(
                "-select_streams",
                stream,
                "-show_frames",
                "-show_entries",
                "frame=pts",
                "-of",
                "csv=p=0",
                file.toString()));
        if (!result.succeeded().stderr().isEmpty()) {
            throw new AssertionError(file + " decodes with warnings: " + result.stderr());
        }
        return result.stdout()
                .lines()
                .map(line -> Long.valueOf(line.replaceFirst(",.*", "")))
                .toList();
    }

    private void createFolder(String name) {
        try {
            Files.createDirectories(work.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
