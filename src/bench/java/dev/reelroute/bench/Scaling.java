package dev.reelroute.bench;

import dev.reelroute.bench.Product.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One video by one worker, and by two. */
final class Scaling implements Measurement {

    @Override
    public String name() {
        return "scaling";
    }

    @Override
    public String question() {
        return "Throughput of two workers ÷ that of one, each with one processor";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        Path clip = lab.clips().copyable(lab.amount(192, 24));
        double one;
        double two;
        // Bound as well: else the processor that one worker leaves idle serves it.
        try (Product product = lab.serve(bound(0, "--reelroute.role=api"));
                Product first = worker(product, 0)) {
            timed(product, lab.clips().copyable(2));
            one = timed(product, clip);
            first.awaitRest();
            try (Product second = worker(product, 1)) {
                timed(product, lab.clips().copyable(2));
                two = timed(product, clip);
                second.awaitRest();
            }
        }
        return new Findings(
                List.of(
                        Figure.of("ratio", one / two, "×").atLeast(1.9),
                        Figure.of("one worker", one, "s"),
                        Figure.of("two workers", two, "s")),
                List.of("720p, " + lab.amount(192, 24)
                        + " s, in chunks of 12 s. Each worker is a process that is bound to one"
                        + " processor of its own, with one consumer of the bulk lane. What serves API, S3, SQS and the ledger"
                        + " is bound to the first worker's processor both times."));
    }

    private static Product worker(Product product, int processor) throws IOException {
        return product.worker(
                bound(processor, "--reelroute.queue.lanes.bulk.consumers=1", "--reelroute.encode.threads=1"));
    }

    private static Launch bound(int processor, String... settings) {
        return new Launch(
                List.of("taskset", "-c", Integer.toString(processor), Launch.SCRIPT), Map.of(), List.of(settings));
    }

    private static double timed(Product product, Path clip) throws IOException {
        String id = product.api().upload(clip);
        double seconds = product.api().awaitReady(id, product.api().complete(id));
        product.api().delete(id);
        return seconds;
    }
}
