package dev.reelroute.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long a short clip takes while a long film is being encoded. */
final class Fairness implements Measurement {

    @Override
    public String name() {
        return "fairness";
    }

    @Override
    public String question() {
        return "Time until a 15 s clip is READY, alone and while a long film is encoded";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        Path clip = lab.clips().copyable(15);
        try (Product product = lab.serve()) {
            PipelineWall.warmUp(lab, product);
            int times = lab.amount(5, 2);
            Samples alone = ready(product, clip, times);
            String film = product.api().upload(lab.clips().copyable(1200));
            product.api().awaitPlayable(film, product.api().complete(film));
            Samples beside = ready(product, clip, times);
            product.api().cancel(film);
            return new Findings(
                    List.of(
                            Figure.of(
                                    "p95 beside a film ÷ alone", beside.percentile(0.95) / alone.percentile(0.95), "×"),
                            Figure.of("p95 beside a film", beside.percentile(0.95), "s"),
                            Figure.of("p95 alone", alone.percentile(0.95), "s")),
                    List.of("720p; the film has 20 min, and is playable when the first clip is uploaded. " + times
                            + " clips, one" + " after the other."));
        }
    }

    private static Samples ready(Product product, Path clip, int times) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            String id = product.api().upload(clip);
            seconds.add(product.api().awaitReady(id, product.api().complete(id)));
        }
        Lab.say("READY after " + seconds);
        return new Samples(seconds);
    }
}
