package dev.reelroute.encode;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.TextRendition;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.Work;
import dev.reelroute.text.Cue;
import dev.reelroute.text.CueReader;
import dev.reelroute.text.UnreadableText;
import dev.reelroute.text.WebVtt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All text tracks of the source as WebVTT, cut to the video. */
public final class TextPiece extends Piece {

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
        for (TextRendition text : plan.texts()) {
            try {
                String extracted = Files.readString(work.output().resolve(TextCommand.file(text)));
                List<Cue> cues = WebVtt.within(CueReader.readConverted(extracted), zero, duration);
                files.add(write(work, text.name(), WebVtt.subtitles(cues)));
            } catch (UnreadableText | IOException e) {
                throw new Setback(FailureCode.OUTPUT_CHECK_FAILED, text.name() + ": " + e.getMessage(), e);
            }
        }
        return new Made(List.of(), files, false, false);
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
