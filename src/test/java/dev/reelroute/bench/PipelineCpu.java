package dev.reelroute.bench;

import dev.reelroute.bench.Reference.Cost;
import dev.reelroute.media.ProcessFiles.Cpu;
import java.nio.file.Path;
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
            Path clip = lab.clips().fullHd(lab.amount(60, 6));
            String id = product.api().upload(clip);
            Cpu before = product.cpu();
            product.api().awaitReady(id, product.api().complete(id));
            product.awaitRest();
            Cpu ours = product.cpu().since(before);
            Reference reference = new Reference(Book.plan(product, id), clip);
            Cost separate = reference.separate(lab.emptyFolder("reference"));
            Cost single = reference.single(lab.emptyFolder("reference"));
            return new Findings(
                    List.of(
                            Figure.of("ratio", ours.total() / separate.cpu(), "×")
                                    .atMost(0.75),
                            Figure.of("ratio to one FFmpeg for all", ours.total() / single.cpu(), "×"),
                            Figure.of("pipeline", ours.total(), "s"),
                            Figure.of("of it the JVM", ours.own(), "s"),
                            Figure.of("one FFmpeg for each rendition", separate.cpu(), "s"),
                            Figure.of("one FFmpeg for all", single.cpu(), "s")),
                    List.of("1080p, " + lab.amount(60, 6)
                            + " s. Without bubblewrap, which hides the processor time of what it"
                            + " runs; it takes about 30 ms a start, some 20 times a video."));
        }
    }
}
