package dev.reelroute.encode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.TextTrack;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.TextRendition;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.Work;
import dev.reelroute.text.Cue;
import dev.reelroute.text.Telemetry;
import dev.reelroute.text.TrackText;
import dev.reelroute.text.WebVtt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All text tracks of the source as WebVTT, cut to the video; those that are of no use to a viewer are left out. */
public final class TextPiece extends Piece {

    private final List<Warning> warnings = new ArrayList<>();

    TextPiece(Work work, Plan plan, FfmpegSettings settings, Invocations invocations) {
        super(work, plan, settings, invocations);
    }

    @Override
    Invocation command(@Nullable Outcome measured) {
        return ffmpeg(
                Purpose.READ_SUBTITLES,
                new TextCommand(settings).arguments(plan, work.source()),
                plan.grid().duration());
    }

    @Override
    Made made(Outcome outcome) {
        long zero = Math.round(plan.source().video().startMicros() / 1000.0);
        long duration = Math.round(plan.grid().duration() * 1000);
        List<StoredFile> files = new ArrayList<>();
        for (TextTrack track : plan.source().text().tracks()) {
            TextRendition text = plan.texts().stream()
                    .filter(each -> each.track() == track.index())
                    .findFirst()
                    .orElseThrow();
            try {
                List<Cue> all = TrackText.read(
                        track.codec(),
                        Files.readAllLines(work.output().resolve(TextCommand.packets(text)), ISO_8859_1),
                        Files.readAllBytes(work.output().resolve(TextCommand.bytes(text))));
                List<Cue> cues = WebVtt.within(all, zero, duration);
                if (!text.telemetry() && Telemetry.isIn(all)) {
                    warnings.add(new Warning(
                            SourceInfo.TELEMETRY,
                            "Text track " + track.index() + " was written by a machine, and may say where somebody was;"
                                    + " it is not published. A profile can ask for it (telemetry: publish)."));
                } else if (cues.isEmpty()) {
                    warnings.add(new Warning(
                            SourceInfo.TEXT_LEFT_OUT,
                            "Subtitle track " + track.index() + " (" + track.codec()
                                    + ") has no text that could be shown; it is left out."));
                } else {
                    files.add(write(work, text.name(), WebVtt.subtitles(cues)));
                }
            } catch (IOException e) {
                throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
            }
        }
        return new Made(List.of(), files, false, false);
    }

    @Override
    List<Warning> warnings() {
        return warnings;
    }

    /**
     * Writes subtitles into a task's folder, under a name that contains a digest of their content: so no player shows
     * an older text.
     *
     * @param name of the text track, such as {@code subtitles-0}; also its folder
     */
    public static StoredFile write(Work work, String name, String text) throws IOException {
        Path folder = PrivateFiles.folder(work.output().resolve(name));
        Path file = PrivateFiles.file(folder.resolve("new.vtt"));
        Files.writeString(file, text);
        String video = work.video().id();
        String hex = StoredFile.of(video, name + "/new.vtt", file).digest().hex();
        String key = name + "/" + hex.substring(0, 12) + ".vtt";
        return StoredFile.of(video, key, Files.move(file, work.output().resolve(key), REPLACE_EXISTING));
    }
}
