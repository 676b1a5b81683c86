package dev.reelroute.bench;

import dev.reelroute.bench.Product.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        Path clip = lab.clips().copyable(lab.amount(96, 24));
        List<Double> alone = new ArrayList<>();
        List<Double> together = new ArrayList<>();
        try (Product product = lab.serve("--reelroute.role=api");
                Product first = worker(product, 0)) {
            timed(product, lab.clips().copyable(2));
            for (int i = 0; i < lab.amount(2, 1); i++) {
                alone.add(timed(product, clip));
                first.awaitRest();
                try (Product second = worker(product, 1)) {
                    timed(product, lab.clips().copyable(2));
                    together.add(timed(product, clip));
                    first.awaitRest();
                    second.awaitRest();
                }
                Lab.say("alone %.1f s, together %.1f s".formatted(alone.get(i), together.get(i)));
            }
        }
        double one = new Samples(alone).median();
        double two = new Samples(together).median();
        return new Findings(
                List.of(
                        Figure.of("ratio", one / two, "×").atLeast(1.9),
                        Figure.of("one worker", one, "s"),
                        Figure.of("two workers", two, "s")),
                List.of("720p, " + lab.amount(96, 24)
                        + " s, in chunks of 12 s. Each worker is a process that is bound to one"
                        + " processor of its own, with one consumer of the bulk lane. What serves API, S3, SQS and the ledger"
                        + " takes its share of the same processors."));
    }

    private static Product worker(Product product, int processor) throws IOException {
        return product.worker(new Launch(
                List.of("taskset", "-c", Integer.toString(processor)),
                Map.of(),
                List.of("--reelroute.task.bulk-consumers=1", "--reelroute.encode.threads=1")));
    }

    private static double timed(Product product, Path clip) throws IOException {
        String id = product.api().upload(clip);
        double seconds = product.api().awaitReady(id, product.api().complete(id));
        product.api().delete(id);
        return seconds;
    }
}
