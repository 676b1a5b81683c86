package dev.reelroute.bench;

import dev.reelroute.bench.Reference.Cost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the end of the upload to READY, beside one FFmpeg command for the same outputs. */
final class PipelineWall implements Measurement {

    static final String KINDS =
            "Copied: the source can be its own early stream (8 Mb/s). Encoded: it cannot (25 Mb/s).";

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
            int minute = lab.amount(60, 6);
            figures.addAll(figures(
                    lab, product, "copied, " + minute + " s", lab.clips().light(minute), 2));
            figures.addAll(figures(
                    lab, product, "encoded, " + minute + " s", lab.clips().fullHd(minute), 2));
            if (!lab.quick()) {
                figures.addAll(
                        figures(lab, product, "encoded, 600 s", lab.clips().fullHd(600), 1));
            }
        }
        return new Findings(
                figures,
                List.of(
                        "1080p. FFmpeg makes renditions, audio, poster and storyboard from one decode, with as many threads as it"
                                + " likes; the pipeline makes the early stream and the MP4 besides, checks all of it, and stores it.",
                        KINDS));
    }

    private static List<Figure> figures(Lab lab, Product product, String name, Path clip, int times) throws Exception {
        List<Double> pipeline = new ArrayList<>();
        List<Double> single = new ArrayList<>();
        for (int i = 0; i < lab.amount(times, 1); i++) {
            String id = product.api().upload(clip);
            pipeline.add(product.api().awaitReady(id, product.api().complete(id)));
            product.awaitRest();
            Cost cost = new Reference(Book.plan(product, id), clip).single(lab.emptyFolder("reference"));
            single.add(cost.wall());
            product.api().delete(id);
            Lab.say("%s: pipeline %.1f s, FFmpeg %.1f s".formatted(name, pipeline.get(i), cost.wall()));
        }
        double ours = new Samples(pipeline).median();
        double theirs = new Samples(single).median();
        return List.of(
                Figure.of(name + ": ratio", ours / theirs, "×").atMost(1.05),
                Figure.of(name + ": pipeline", ours, "s"),
                Figure.of(name + ": one FFmpeg", theirs, "s"));
    }

    /** The first video of a JVM pays for its classes. */
    static void warmUp(Lab lab, Product product) throws Exception {
        String id = product.api().upload(lab.clips().copyable(2));
        product.api().awaitReady(id, product.api().complete(id));
        product.awaitRest();
    }
}
