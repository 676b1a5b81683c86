package dev.reelroute.work;

import dev.reelroute.encode.EarlyCommand;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.PlayEarly;
import dev.reelroute.notify.News;
import dev.reelroute.notify.Outbox;
import dev.reelroute.plan.Plan;
import dev.reelroute.publish.GrowingPlaylist;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Claims;
import dev.reelroute.task.RunningTasks;
import dev.reelroute.task.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The steps of {@code early.camel.yaml}: while FFmpeg writes segments, those that are whole go into the bucket, and a
 * playlist that names them after them.
 */
@Component
public class EarlyWork {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyWork.class);

    private final EarlyCommand command;
    private final Invocations invocations;
    private final ObjectProvider<FfmpegRunner> runner;
    private final RunningTasks running;
    private final Claims claims;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Json json;

    EarlyWork(
            EarlyCommand command,
            Invocations invocations,
            ObjectProvider<FfmpegRunner> runner,
            RunningTasks running,
            Claims claims,
            Ledger ledger,
            Outbox outbox,
            Json json) {
        this.command = command;
        this.invocations = invocations;
        this.runner = runner;
        this.running = running;
        this.claims = claims;
        this.ledger = ledger;
        this.outbox = outbox;
        this.json = json;
    }

    /** A stream that grows: what FFmpeg has written, and what of it can be seen. */
    public static final class Early {

        /** Most segments between two looks of a player at the playlist. */
        private static final int LARGEST_BATCH = 16;

        private final Work work;
        private final Plan plan;
        private final Path folder;
        private final String name;
        private final ProgressNews news = new ProgressNews();
        private int shipped;
        private boolean complete;

        private Early(Work work, Plan plan) throws IOException {
            this.work = work;
            this.plan = plan;
            this.folder = PrivateFiles.folder(work.output().resolve(EarlyCommand.FOLDER));
            // No two attempts write the same object.
            this.name = EarlyCommand.FOLDER + "-" + work.claim().attempt();
        }

        private String key() {
            return name + "/index.m3u8";
        }

        private GrowingPlaylist written() {
            return GrowingPlaylist.read(folder.resolve("index.m3u8"));
        }

        /** The first segment alone, because it is waited for; then ever more at a time. */
        private int next(GrowingPlaylist written) {
            return Math.min(written.segments().size(), shipped + Math.min(LARGEST_BATCH, Math.max(1, shipped)));
        }
    }

    public Early begin(Work work) {
        try {
            Early early = new Early(work, json.read(work.video().plan(), Plan.class));
            runner.getObject().listen(work.claim().token(), early.news);
            return early;
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
    }

    public Invocation command(Early early) {
        return invocations.encode(
                early.work,
                Purpose.MAKE_EARLY,
                early.plan,
                command.arguments(early.plan, early.work.source()),
                early.plan.grid().duration());
    }

    /** Waits for segments that nobody has seen yet. False when there will be none. */
    public boolean grows(Early early) throws InterruptedException {
        while (true) {
            // In this order: what was written before the end is seen after it.
            boolean over =
                    early.news.isOver() || !running.isRunning(early.work.claim().token());
            GrowingPlaylist written = early.written();
            if (written.segments().size() > early.shipped || (written.ended() && !early.complete)) {
                return true;
            }
            if (over) {
                return false;
            }
            early.news.await();
        }
    }

    /** The next segments, and behind them the playlist that names them. */
    public List<StoredFile> batch(Early early) {
        GrowingPlaylist written = early.written();
        int count = early.next(written);
        String video = early.work.video().id();
        List<StoredFile> files = new ArrayList<>();
        if (early.shipped == 0) {
            files.add(Results.file(video, early.name + "/init-0.mp4", early.folder.resolve("init-0.mp4")));
        }
        for (GrowingPlaylist.Segment segment : written.segments().subList(early.shipped, count)) {
            files.add(Results.file(video, early.name + "/" + segment.name(), early.folder.resolve(segment.name())));
        }
        try {
            Path playlist = Files.writeString(
                    PrivateFiles.file(early.folder.resolve("seen.m3u8")),
                    written.text("init-0.mp4", count, EarlyCommand.longestSegment(early.plan.source())));
            files.add(Results.file(video, early.key(), playlist));
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
        early.complete = written.ended() && count == written.segments().size();
        early.shipped = count;
        return files;
    }

    /** A batch is in the bucket. The first one makes the video playable. */
    public void shipped(Early early) {
        Work work = early.work;
        String video = work.video().id();
        boolean first = ledger.atomically(() -> {
            if (ledger.run(new PlayEarly(
                            video, work.claim().task(), work.claim().attempt(), early.key()))
                    == 0) {
                return false;
            }
            outbox.add(video, News.PLAYABLE);
            return true;
        });
        if (first) {
            MDC.put("video", video);
            LOG.info(
                    "Playable, {} ms after its registration",
                    Duration.between(work.video().createdAt(), Instant.now()).toMillis());
            MDC.remove("video");
        }
    }

    public void record(Early early) {
        claims.finish(early.work.claim(), null);
    }
}
