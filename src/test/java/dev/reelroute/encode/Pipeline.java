package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.Inspection;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.LadderPlanner;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import dev.reelroute.publish.StoryboardCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Encodes a source as the product does, chunk by chunk, with the real FFmpeg. */
final class Pipeline {

    static final FfmpegSettings SETTINGS = new FfmpegSettings(Programs.INPUT_RULES, 2);

    private final Path source;
    private final Path work;

    Pipeline(Path source, Path work) {
        this.source = source;
        this.work = work;
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
        List<String> arguments = new VideoChunkCommand(SETTINGS).arguments(plan, chunk, source, approach);
        return Programs.ffmpeg(work, arguments).succeeded().stderr();
    }

    void chunks(Plan plan) {
        for (int chunk = 0; chunk < plan.grid().chunks(); chunk++) {
            chunk(plan, chunk, Approach.NEAR);
        }
    }

    List<String> audio(Plan plan, AudioRendition audio) {
        createFolder(audio.name());
        AudioCommand command = new AudioCommand(SETTINGS);
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
        Programs.ffmpeg(work, new EarlyCommand(SETTINGS).arguments(plan, source))
                .succeeded();
        return work.resolve(EarlyCommand.FOLDER).resolve("index.m3u8");
    }

    List<String> stills(Plan plan) {
        List<String> arguments = new StillsCommand(SETTINGS).arguments(plan, source, Approach.NEAR);
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
