package dev.reelroute.bench;

import dev.reelroute.media.Programs;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What cutting into chunks costs in bits and quality, and what the ladder makes of real clips. */
final class Quality implements Measurement {

    private static final Pattern SSIM = Pattern.compile("SSIM .*All:([0-9.]+)");
    private static final Pattern PSNR = Pattern.compile("PSNR .*average:([0-9.]+)");

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public String question() {
        return "Bits and looks of chunks beside a whole encode, and bit rates of real clips";
    }

    /**
     * @param kilobits a second
     * @param ssim 0 to 1, all planes
     * @param psnr dB, all planes
     */
    private record Score(double kilobits, double ssim, double psnr) {}

    @Override
    public Findings measure(Lab lab) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (Product product = lab.serve()) {
            Path clip = lab.clips().fullHd(lab.amount(24, 12));
            String id = ready(product, clip);
            Plan plan = Book.plan(product, id);
            Path whole = lab.emptyFolder("reference");
            Reference reference = new Reference(plan, clip);
            reference.single(whole);
            for (Rendition rendition : plan.renditions()) {
                Score cut = score(
                        reference,
                        rendition,
                        clip,
                        product.bucket().resolve("videos").resolve(id),
                        plan);
                Score uncut = score(reference, rendition, clip, whole, plan);
                String name = rendition.name();
                figures.add(Figure.of(name + ": bits of chunks ÷ whole", cut.kilobits() / uncut.kilobits(), "×"));
                figures.add(Figure.of(name + ": SSIM of chunks", cut.ssim(), "of 1"));
                figures.add(Figure.of(name + ": SSIM of the whole", uncut.ssim(), "of 1"));
                figures.add(Figure.of(name + ": PSNR of chunks", cut.psnr(), "dB"));
                figures.add(Figure.of(name + ": PSNR of the whole", uncut.psnr(), "dB"));
            }
            for (Path real : lab.realClips()) {
                String video = ready(product, real);
                Plan made = Book.plan(product, video);
                for (Rendition rendition : made.renditions()) {
                    Path folder =
                            product.bucket().resolve("videos").resolve(video).resolve(rendition.name());
                    figures.add(Figure.of(
                            real.getFileName() + " " + rendition.name() + ", cap " + rendition.maxrate() / 1000,
                            kilobits(folder, made),
                            "kb/s"));
                }
            }
        }
        return new Findings(
                figures,
                List.of(
                        "Compared with the source in each rendition's size. This FFmpeg has no libvmaf, so that there is no VMAF."));
    }

    private static String ready(Product product, Path clip) throws IOException {
        String id = product.api().upload(clip);
        product.api().awaitReady(id, product.api().complete(id));
        product.awaitRest();
        return id;
    }

    private static Score score(Reference reference, Rendition rendition, Path clip, Path video, Plan plan)
            throws IOException {
        Path folder = video.resolve(rendition.name());
        List<String> words = Programs.ffmpeg(
                        folder,
                        "-v",
                        "info",
                        "-i",
                        clip.toString(),
                        "-allowed_extensions",
                        "ALL",
                        "-extension_picky",
                        "0",
                        "-i",
                        folder.resolve("index.m3u8").toString(),
                        "-filter_complex",
                        reference.original(rendition) + ",settb=AVTB,setpts=PTS-STARTPTS,split[a][b];"
                                + "[1:v]settb=AVTB,setpts=PTS-STARTPTS,split[c][d];[c][a]ssim;[d][b]psnr",
                        "-f",
                        "null",
                        "-")
                .succeeded()
                .stderr();
        String said = String.join("\n", words);
        return new Score(kilobits(folder, plan), number(SSIM, said), number(PSNR, said));
    }

    private static double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("FFmpeg does not say " + pattern + ": " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double kilobits(Path folder, Plan plan) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = files.filter(file -> file.toString().endsWith(".m4s"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            return bytes * 8 / plan.grid().duration() / 1000;
        }
    }
}
