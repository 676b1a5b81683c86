package dev.reelroute.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** From the end of the upload until a player has the first segment. */
final class Playable implements Measurement {

    @Override
    public String name() {
        return "playable";
    }

    @Override
    public String question() {
        return "Time from the end of the upload until a player has the first segment";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (Product product = lab.serve();
                S3Client s3 = product.s3()) {
            PipelineWall.warmUp(lab, product);
            for (boolean copyable : new boolean[] {true, false}) {
                for (int seconds : lab.quick() ? new int[] {10, 600} : new int[] {10, 600, 3600}) {
                    Path clip = copyable
                            ? lab.clips().copyable(seconds)
                            : lab.clips().foreign(seconds);
                    String name = (copyable ? "copied, " : "encoded, ") + length(seconds);
                    measure(lab, product, s3, clip, name, copyable ? 1.5 : 3, figures);
                }
            }
        }
        return new Findings(
                figures,
                List.of(
                        "The upload is complete, and the video's first task is still to be begun. 720p; copied: H.264 and AAC"
                                + " at 2 Mb/s in MP4; encoded: VP9 and Opus at 1 Mb/s in Matroska.",
                        "Transfer: the time in which a client reads the source from the bucket into a file, which the worker"
                                + " has to do first. It is in the time, and not in the time beyond it, which the goal is for."));
    }

    private static void measure(
            Lab lab, Product product, S3Client s3, Path clip, String name, double goal, List<Figure> figures)
            throws IOException {
        List<Double> times = new ArrayList<>();
        List<Double> transfers = new ArrayList<>();
        for (int i = 0; i < lab.amount(5, 2); i++) {
            String id = product.api().upload(clip);
            times.add(product.api().awaitPlayable(id, product.api().complete(id)));
            product.api().cancel(id);
            product.awaitRest();
            transfers.add(transfer(lab, s3, id));
            product.api().delete(id);
        }
        double transfer = new Samples(transfers).median();
        double p95 = new Samples(times).percentile(0.95);
        Lab.say(name + ": " + new Samples(times) + ", transfer " + transfer);
        figures.add(Figure.of(name + ": p95 beyond the transfer", p95 - transfer, "s")
                .atMost(goal));
        figures.add(Figure.of(name + ": median", new Samples(times).median(), "s"));
        figures.add(Figure.of(name + ": transfer", transfer, "s"));
    }

    private static double transfer(Lab lab, S3Client s3, String id) throws IOException {
        Path copy = lab.emptyFolder("transfer").resolve("copy");
        String key = s3.listObjectsV2(list -> list.bucket(Product.BUCKET).prefix("uploads/" + id + "/"))
                .contents()
                .get(0)
                .key();
        long start = System.nanoTime();
        s3.getObject(get -> get.bucket(Product.BUCKET).key(key), copy);
        double seconds = (System.nanoTime() - start) / 1e9;
        Files.delete(copy);
        return seconds;
    }

    private static String length(int seconds) {
        return seconds < 60 ? seconds + " s" : seconds < 3600 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
