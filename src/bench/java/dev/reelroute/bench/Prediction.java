package dev.reelroute.bench;

import dev.reelroute.bench.Product.Launch;
import dev.reelroute.plan.Plan;
import dev.reelroute.scale.Report;
import dev.reelroute.scale.Scenario;
import dev.reelroute.scale.Settings;
import dev.reelroute.scale.Simulation;
import dev.reelroute.scale.UnitCosts;
import dev.reelroute.scale.Upload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the simulator says of one, two and four workers, beside what they take. */
final class Prediction implements Measurement {

    private static final double OFF = 0.15;

    @Override
    public String name() {
        return "prediction";
    }

    @Override
    public String question() {
        return "What the simulator predicts for 1, 2 and 4 workers, beside what they take";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        Path clip = lab.clips().copyable(lab.amount(192, 48));
        List<Figure> figures = new ArrayList<>();
        List<Product> workers = new ArrayList<>();
        // With one worker it is seen how hard this film is to encode; the others are predicted from that.
        double factor = 0;
        try (Product product = lab.serve(bound(0, "--reelroute.role=api"))) {
            try {
                for (int count : List.of(1, 2, 4)) {
                    while (workers.size() < count) {
                        workers.add(product.worker(bound(
                                workers.size() % processors,
                                "--reelroute.queue.lanes.bulk.consumers=1",
                                "--reelroute.encode.threads=1")));
                    }
                    PipelineWall.warmUp(lab, product);
                    String id = product.api().upload(clip);
                    double real = product.api().awaitReady(id, product.api().complete(id));
                    Plan plan = Book.plan(product, id);
                    Upload upload = Scenario.of(plan);
                    if (count == 1) {
                        double modelled = UnitCosts.configured()
                                .model()
                                .estimate(plan, upload.tasks())
                                .processorSeconds()
                                .estimate();
                        factor = product.api().processorSeconds(id) / modelled;
                        figures.add(Figure.of("processor time of this film ÷ estimate", factor, "×"));
                    }
                    Report predicted = Simulation.run(
                            Settings.here(count).onProcessors(Math.min(processors, count)),
                            UnitCosts.configured().scaled(factor),
                            List.of(upload));
                    double taken = product.api().processorSeconds(id);
                    figures.add(Figure.of(count + " workers: real", real, "s"));
                    // Far less than the number of processors in use: somebody else had them, and this says nothing.
                    figures.add(Figure.of(count + " workers: FFmpeg's processor time ÷ real", taken / real, "×"));
                    figures.add(Figure.of(count + " workers: predicted", predicted.end(), "s"));
                    figures.add(Figure.of(count + " workers: off by", Math.abs(predicted.end() / real - 1), "")
                            .atMost(OFF));
                    product.api().delete(id);
                }
            } finally {
                workers.forEach(Product::close);
            }
        }
        return new Findings(
                figures,
                List.of("720p, " + lab.amount(192, 48)
                        + " s. Each worker is bound to one processor, with one consumer of the bulk lane; where there are more"
                        + " workers than processors, they share them, as those of the simulator do. API, S3, SQS and"
                        + " the ledger are bound to the first processor."));
    }

    private static Launch bound(int processor, String... settings) {
        return new Launch(
                List.of("taskset", "-c", Integer.toString(processor), Launch.SCRIPT), Map.of(), List.of(settings));
    }
}
