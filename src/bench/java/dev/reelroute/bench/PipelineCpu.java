package dev.reelroute.bench;

import dev.reelroute.bench.Reference.Cost;
import dev.reelroute.media.ProcessFiles.Cpu;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processor time of a video, JVM and all, beside one FFmpeg run for each rendition. */
final class PipelineCpu implements Measurement {

    @Override
    public String name() {
        return "pipeline-cpu";
    }

    @Override
    public String question() {
        return "Processor time of the whole pipeline ÷ one FFmpeg run for each rendition";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        // Bubblewrap does not wait for its child, so nobody counts the child's processor time; without bubblewrap all
        // of it is counted.
        try (Product product = lab.serve("--reelroute.ffmpeg.sandbox=off")) {
            PipelineWall.warmUp(lab, product);
            int seconds = lab.amount(60, 6);
            List<Figure> figures = new ArrayList<>();
            figures.addAll(figures(lab, product, "copied", lab.clips().light(seconds)));
            figures.addAll(figures(lab, product, "encoded", lab.clips().fullHd(seconds)));
            return new Findings(
                    figures,
                    List.of(
                            "1080p, " + seconds + " s. Without bubblewrap, which hides the processor time of what it"
                                    + " runs; it takes about 30 ms a start, some 20 times a video.",
                            PipelineWall.KINDS));
        }
    }

    private static List<Figure> figures(Lab lab, Product product, String early, Path clip) throws Exception {
        String id = product.api().upload(clip);
        Cpu before = product.cpu();
        product.api().awaitReady(id, product.api().complete(id));
        product.awaitRest();
        Cpu ours = product.cpu().since(before);
        Reference reference = new Reference(Book.plan(product, id), clip);
        Cost separate = reference.separate(lab.emptyFolder("reference"));
        Cost single = reference.single(lab.emptyFolder("reference"));
        return List.of(
                Figure.of(early + ": ratio", ours.total() / separate.cpu(), "×").atMost(0.75),
                Figure.of(early + ": ratio to one FFmpeg for all", ours.total() / single.cpu(), "×"),
                Figure.of(early + ": pipeline", ours.total(), "s"),
                Figure.of(early + ": of it the JVM", ours.own(), "s"),
                Figure.of(early + ": one FFmpeg for each rendition", separate.cpu(), "s"),
                Figure.of(early + ": one FFmpeg for all", single.cpu(), "s"));
    }
}
