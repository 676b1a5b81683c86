package dev.reelroute.encode;

import dev.reelroute.check.EarlyCheck;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.SourceCopy;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that can be watched seconds after the upload, while the renditions are being made. Whole segments go into
 * the bucket, followed by a playlist that names them.
 */
public final class EarlyPiece extends Piece {

    /** Most segments that are stored between two looks of a player at the playlist. */
    private static final int LARGEST_BATCH = 16;

    private static final String INIT = "init-0.mp4";

    /** What a playlist names. */
    private record Extent(int segments, boolean complete) {}

    private final Path folder;
    private final String name;
    private Extent offered = new Extent(0, false);
    private Extent seen = offered;
    private final List<StoredFile> ends = new ArrayList<>();
    private @Nullable EarlyCheck check;
    private int checked;
    private @Nullable Refused wrong;

    EarlyPiece(Work work, Plan plan, FfmpegSettings settings, Invocations invocations) {
        super(work, plan, settings, invocations);
        this.folder = work.output().resolve(EarlyCommand.FOLDER);
        // The attempt is part of the name, so no two attempts write the same object.
        this.name = EarlyCommand.FOLDER + "-" + work.claim().attempt();
    }

    @Override
    Invocation command(@Nullable Outcome measured) {
        makeFolders(List.of(EarlyCommand.FOLDER));
        return ffmpeg(
                Purpose.MAKE_EARLY,
                new EarlyCommand(settings).arguments(plan, work.source()),
                plan.grid().duration());
    }

    /** Key of the playlist, relative to the video's prefix. */
    String key() {
        return name + "/index.m3u8";
    }

    /** Keys of the playlists of earlier attempts, relative to the video's prefix. */
    List<String> before() {
        return IntStream.range(1, work.claim().attempt())
                .mapToObj(attempt -> EarlyCommand.FOLDER + "-" + attempt + "/index.m3u8")
                .toList();
    }

    /** Gives an earlier playlist its end, once this one can be watched instead: its worker may have died. */
    void end(String key, String playlist) {
        try {
            Path file = PrivateFiles.file(folder.resolve("end-" + ends.size() + ".m3u8"));
            ends.add(StoredFile.of(work.video().id(), key, Files.writeString(file, GrowingPlaylist.ended(playlist))));
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
    }

    @Override
    boolean isGrowing() {
        return true;
    }

    /**
     * The first segment is stored alone, because the viewer waits for it; then more and more at a time. This goes on to
     * the end even when FFmpeg has ended already: a copy is written much faster than it is stored.
     */
    @Override
    List<StoredFile> growth(boolean over) {
        return next(Math.min(LARGEST_BATCH, Math.max(1, seen.segments())), over);
    }

    @Override
    Made made(Outcome outcome) {
        List<StoredFile> rest = next(Integer.MAX_VALUE, true);
        Refused fault = wrong;
        if (fault != null) {
            throw fault;
        }
        return new Made(List.of(), rest, false, false);
    }

    /** The early stream is no part of what is published. */
    @Override
    @Nullable
    Result result() {
        return null;
    }

    @Override
    void arrived(List<StoredFile> files) {
        super.arrived(files);
        seen = offered;
    }

    /**
     * The given number of further segments, and then the playlist that names them. It has an end as well when nothing good will
     * follow: who watches it must not wait for ever.
     */
    private List<StoredFile> next(int most, boolean over) {
        GrowingPlaylist written = GrowingPlaylist.read(folder.resolve("index.m3u8"));
        int all = good(written);
        if (written.segments().size() < seen.segments()) {
            throw new Setback(FailureCode.ENCODER_FAILED, "The playlist of the early stream could not be written.");
        }
        int count = seen.segments() + Math.min(most, all - seen.segments());
        boolean last = count == all && count > 0 && (over || wrong != null);
        offered = new Extent(count, last);
        List<StoredFile> files = new ArrayList<>();
        if (offered.equals(seen)) {
            return files;
        }
        if (seen.segments() == 0) {
            files.add(file(name + "/" + INIT, folder.resolve(INIT)));
        }
        for (GrowingPlaylist.Segment segment : written.segments().subList(seen.segments(), count)) {
            files.add(file(name + "/" + segment.name(), folder.resolve(segment.name())));
        }
        if (seen.segments() == 0) {
            files.addAll(ends);
        }
        try {
            Path playlist = Files.writeString(
                    PrivateFiles.file(folder.resolve("seen.m3u8")),
                    written.text(INIT, count, EarlyCommand.longestSegment(plan.source()), isEncrypted(), last));
            files.add(StoredFile.of(work.video().id(), key(), playlist));
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
        return files;
    }

    /** How many segments, from the first on, a player can play. */
    private int good(GrowingPlaylist written) {
        try {
            for (; wrong == null && checked < written.segments().size(); checked++) {
                EarlyCheck known = check;
                if (known == null) {
                    int tracks = 1 + (SourceCopy.audio(plan).isPresent() ? 1 : 0);
                    known = EarlyCheck.begin(folder.resolve(INIT), tracks);
                    check = known;
                }
                known.next(folder.resolve(written.segments().get(checked).name()));
                if (written.ended() && checked == written.segments().size() - 1) {
                    known.end(plan.grid().duration());
                }
            }
        } catch (Refused fault) {
            wrong = fault;
        }
        return checked;
    }
}
