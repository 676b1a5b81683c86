package dev.reelroute.bench;

import dev.reelroute.bench.Reference.Cost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the end of the upload to READY, beside one FFmpeg command for the same outputs. */
final class PipelineWall implements Measurement {

    @Override
    public String name() {
        return "pipeline-wall";
    }

    @Override
    public String question() {
        return "Time of the whole pipeline ÷ the best single FFmpeg command";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (Product product = lab.serve()) {
            warmUp(lab, product);
            for (int seconds : lab.quick() ? new int[] {6} : new int[] {60, 600}) {
                Path clip = lab.clips().fullHd(seconds);
                List<Double> pipeline = new ArrayList<>();
                List<Double> single = new ArrayList<>();
                for (int i = 0; i < (seconds > 60 ? 1 : lab.amount(2, 1)); i++) {
                    String id = product.api().upload(clip);
                    pipeline.add(product.api().awaitReady(id, product.api().complete(id)));
                    product.awaitRest();
                    Cost cost = new Reference(Book.plan(product, id), clip).single(lab.emptyFolder("reference"));
                    single.add(cost.wall());
                    product.api().delete(id);
                    Lab.say("%d s: pipeline %.1f s, FFmpeg %.1f s".formatted(seconds, pipeline.get(i), cost.wall()));
                }
                double ours = new Samples(pipeline).median();
                double theirs = new Samples(single).median();
                figures.add(Figure.of("1080p, " + seconds + " s: ratio", ours / theirs, "×")
                        .atMost(1.05));
                figures.add(Figure.of("1080p, " + seconds + " s: pipeline", ours, "s"));
                figures.add(Figure.of("1080p, " + seconds + " s: one FFmpeg", theirs, "s"));
            }
        }
        return new Findings(
                figures,
                List.of(
                        "FFmpeg makes renditions, audio, poster and storyboard from one decode, with as many threads as it"
                                + " likes; the pipeline makes the early stream and the MP4 besides, checks all of it, and stores it."));
    }

    /** The first video of a JVM pays for its classes. */
    static void warmUp(Lab lab, Product product) throws Exception {
        String id = product.api().upload(lab.clips().copyable(2));
        product.api().awaitReady(id, product.api().complete(id));
        product.awaitRest();
    }
}
