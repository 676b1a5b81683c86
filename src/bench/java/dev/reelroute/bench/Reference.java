package dev.reelroute.bench;

import dev.reelroute.encode.ScalingTree;
import dev.reelroute.encode.VideoFilters;
import dev.reelroute.media.ProcessFiles;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.Plan.Stills;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What somebody who knows FFmpeg well would type for the same outputs: the plan's renditions with its settings, audio,
 * poster and storyboard, as segments. FFmpeg chooses the number of its threads. Nothing is checked, and no MP4 is made.
 */
final class Reference {

    private final Plan plan;
    private final Path source;

    /** @param plan that the product made of the source */
    Reference(Plan plan, Path source) {
        this.plan = plan;
        this.source = source;
    }

    /**
     * What a run took.
     *
     * @param wall seconds
     * @param cpu processor seconds
     */
    record Cost(double wall, double cpu) {

        Cost plus(Cost other) {
            return new Cost(wall + other.wall, cpu + other.cpu);
        }
    }

    /** Everything by one command that decodes once. */
    Cost single(Path folder) throws IOException {
        List<Rendition> renditions = plan.renditions();
        Stills still = plan.stills();
        String stills = String.format(
                Locale.ROOT,
                ";[0:%d]fps=1/%f,split[p][q];[p]scale=%d:%d[poster];[q]scale=%d:%d,tile=%dx%d[sprites]",
                plan.source().video().index(),
                still.intervalSeconds(),
                still.posterWidth(),
                still.posterHeight(),
                still.tileWidth(),
                still.tileHeight(),
                still.columns(),
                still.rows());
        String graph = new ScalingTree(renditions).graph(frames(), this::scaled) + stills;
        List<String> arguments = new ArrayList<>(List.of("-y", "-i", source.toString(), "-filter_complex", graph));
        for (int i = 0; i < renditions.size(); i++) {
            arguments.addAll(video(folder, renditions.get(i), "[o" + i + "]"));
        }
        for (AudioRendition audio : plan.audio()) {
            arguments.addAll(audio(folder, audio));
        }
        arguments.addAll(List.of(
                "-map",
                "[poster]",
                "-frames:v",
                "1",
                "-update",
                "1",
                folder.resolve("poster.jpg").toString()));
        arguments.addAll(List.of(
                "-map", "[sprites]", folder.resolve("storyboard-%03d.jpg").toString()));
        return run(folder, arguments);
    }

    /** Each rendition and each audio track by a command of its own. */
    Cost separate(Path folder) throws IOException {
        Cost cost = new Cost(0, 0);
        for (Rendition rendition : plan.renditions()) {
            List<String> arguments = new ArrayList<>(List.of(
                    "-y", "-i", source.toString(), "-filter_complex", frames() + "," + scaled(rendition) + "[o]"));
            arguments.addAll(video(folder, rendition, "[o]"));
            cost = cost.plus(run(folder, arguments));
        }
        for (AudioRendition audio : plan.audio()) {
            List<String> arguments = new ArrayList<>(List.of("-y", "-i", source.toString()));
            arguments.addAll(audio(folder, audio));
            cost = cost.plus(run(folder, arguments));
        }
        return cost;
    }

    /** The source as a rendition of best quality would show it: what encoded frames are compared with. */
    String original(Rendition rendition) {
        return frames() + "," + scaled(rendition);
    }

    private String frames() {
        return "[0:" + plan.source().video().index() + "]setpts=PTS-STARTPTS,fps="
                + plan.grid().frameRate();
    }

    private String scaled(Rendition rendition) {
        return String.join(
                ",", new VideoFilters(plan.source().video()).standard(rendition.width(), rendition.height()));
    }

    private List<String> video(Path folder, Rendition rendition, String output) throws IOException {
        String gop = Integer.toString(plan.grid().gopFrames());
        List<String> arguments = new ArrayList<>(List.of("-map", output, "-fps_mode", "passthrough"));
        arguments.addAll(List.of("-c:v", rendition.codec()));
        arguments.addAll(List.of("-preset", rendition.preset(), "-crf", Double.toString(rendition.crf())));
        arguments.addAll(List.of("-maxrate", Long.toString(rendition.maxrate())));
        arguments.addAll(List.of("-bufsize", Long.toString(rendition.bufsize()), "-g", gop, "-keyint_min", gop));
        arguments.addAll(List.of("-sc_threshold", "0", "-flags", "+cgop"));
        arguments.addAll(segments(folder.resolve(rendition.name())));
        return arguments;
    }

    private List<String> audio(Path folder, AudioRendition audio) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-map", "0:" + audio.track(), "-c:a", audio.codec()));
        arguments.addAll(List.of("-b:a", Long.toString(audio.bitrate()), "-ac", Integer.toString(audio.channels())));
        arguments.addAll(segments(folder.resolve(audio.name())));
        return arguments;
    }

    private List<String> segments(Path folder) throws IOException {
        Files.createDirectories(folder);
        return List.of(
                "-f",
                "hls",
                "-hls_time",
                String.format(Locale.ROOT, "%.3f", plan.grid().segmentSeconds() - 0.001),
                "-hls_playlist_type",
                "vod",
                "-hls_segment_type",
                "fmp4",
                "-hls_segment_filename",
                folder.resolve("%05d.m4s").toString(),
                folder.resolve("index.m3u8").toString());
    }

    private static Cost run(Path folder, List<String> arguments) throws IOException {
        long self = ProcessHandle.current().pid();
        double before = ProcessFiles.cpu(self).children();
        long start = System.nanoTime();
        Programs.ffmpeg(folder, arguments).succeeded();
        double wall = (System.nanoTime() - start) / 1e9;
        return new Cost(wall, ProcessFiles.cpu(self).children() - before);
    }
}
