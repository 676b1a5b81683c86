package dev.reelroute.work;

import dev.reelroute.check.ChunkInspector;
import dev.reelroute.encode.Segments;
import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.publish.GrowingPlaylist;
import dev.reelroute.publish.GrowingPlaylist.Segment;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.RunningTasks;
import dev.reelroute.task.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Has the segments of a chunk stored while FFmpeg writes the next ones, so that the store is not waited for at its end.
 * They are not checked yet, and nobody is told of them: their names tell the attempt, and what comes to nothing is swept.
 * What cannot be stored meanwhile is no loss: it is stored when the chunk is complete.
 */
@Component
public class ShippingWork {

    private final ObjectProvider<FfmpegRunner> runner;
    private final RunningTasks running;

    ShippingWork(ObjectProvider<FfmpegRunner> runner, RunningTasks running) {
        this.runner = runner;
        this.running = running;
    }

    /** What is stored of a chunk before all of it is there. */
    public static final class Shipment {

        private final Work work;
        private final List<String> renditions;
        private final ProgressNews news = new ProgressNews();
        private final Map<Path, StoredFile> shipped = new HashMap<>();

        private Shipment(Work work, Plan plan) {
            this.work = work;
            this.renditions = plan.renditions().stream().map(Rendition::name).toList();
        }

        /** By the file that it was made of. */
        synchronized Map<Path, StoredFile> shipped() {
            return Map.copyOf(shipped);
        }

        private synchronized void add(List<StoredFile> files) {
            files.forEach(file -> shipped.put(file.path(), file));
        }

        /** Whole segments that are not stored yet: of each rendition the next one, so that none lags behind. */
        private synchronized Map<Path, String> waiting() {
            Map<Path, String> keys = new LinkedHashMap<>();
            for (String rendition : renditions) {
                Path folder = work.output().resolve(rendition);
                for (Segment segment :
                        GrowingPlaylist.read(folder.resolve(Segments.PLAYLIST)).segments()) {
                    Path file = folder.resolve(segment.name());
                    if (!shipped.containsKey(file)) {
                        long number = Long.parseLong(segment.name().replaceFirst("\\..*", ""));
                        keys.put(
                                file,
                                ChunkInspector.key(
                                        rendition, number, work.claim().attempt()));
                        break;
                    }
                }
            }
            return keys;
        }
    }

    public Shipment begin(Work work, Plan plan) {
        Shipment shipment = new Shipment(work, plan);
        runner.getObject().listen(work.claim().token(), shipment.news);
        return shipment;
    }

    /** Waits for segments that are not stored yet. False when FFmpeg has ended. */
    public boolean grows(Shipment shipment) throws InterruptedException {
        while (!shipment.news.isOver()
                && running.isRunning(shipment.work.claim().token())) {
            if (!shipment.waiting().isEmpty()) {
                return true;
            }
            shipment.news.await();
        }
        return false;
    }

    public List<StoredFile> batch(Shipment shipment) {
        String video = shipment.work.video().id();
        List<StoredFile> files = new ArrayList<>();
        shipment.waiting().forEach((file, key) -> files.add(Results.file(video, key, file)));
        return files;
    }

    /** A batch is in the bucket. */
    public void shipped(Shipment shipment, List<StoredFile> files) {
        shipment.add(files);
    }
}
