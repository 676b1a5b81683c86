package dev.reelroute.bench;

import dev.reelroute.bench.Product.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a worker's JVM needs at most, by the size of the source. */
final class Memory implements Measurement {

    private static final long MEGABYTE = 1_000_000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String question() {
        return "Most memory of a worker's JVM, by the size of the source";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        List<Figure> figures = new ArrayList<>();
        List<Double> peaks = new ArrayList<>();
        try (Product product = lab.serve("--reelroute.role=api", "--reelroute.intake.poll-period=500")) {
            for (long megabytes : lab.quick() ? new long[] {10, 1000} : new long[] {10, 1000, 10_000}) {
                String name = "large-" + megabytes + ".mp4";
                Path source = lab.clips().large(megabytes * MEGABYTE);
                // Into the bucket without the API: to a worker it makes no difference how the file came.
                Files.move(source, product.bucket().resolve("uploads").resolve(name));
                try (Product worker = product.worker(Launch.with())) {
                    String id = product.api().awaitAdopted(name);
                    product.api().awaitReady(id, System.nanoTime());
                    double peak = worker.peakMemory();
                    peaks.add(peak);
                    figures.add(Figure.of(size(megabytes), peak, "MiB").atMost(350));
                    Lab.say(size(megabytes) + ": " + peak + " MiB");
                    product.api().delete(id);
                }
            }
        }
        Samples all = new Samples(peaks);
        figures.add(Figure.of("largest ÷ smallest", all.largest() / all.percentile(1e-9), "×")
                .atMost(1.1));
        return new Findings(
                figures,
                List.of(
                        "Resident memory of the JVM at its peak, each in a new worker; FFmpeg is not in it. 2 s of 720p; the"
                                + " rest of the file is a box that says nothing, so that it is fetched but not encoded."));
    }

    private static String size(long megabytes) {
        return megabytes < 1000 ? megabytes + " MB" : megabytes / 1000 + " GB";
    }
}
