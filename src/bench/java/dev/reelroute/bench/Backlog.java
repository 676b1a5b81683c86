package dev.reelroute.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** How long videos wait for one another, by the ledger's times. */
final class Backlog implements Measurement {

    private static final int FILM = 600;

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String question() {
        return "Time to READY of many videos at once ÷ the least possible, and to playable meanwhile";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (Product product = lab.serve()) {
            PipelineWall.warmUp(lab, product);
            double playableAlone = new Samples(playableOneByOne(lab, product, false)).percentile(0.95);

            double two = aloneSeconds(lab, product, 2);
            double perSecond = (aloneSeconds(lab, product, 15) - two) / 13;
            equal(lab, product, figures);

            Path film = lab.clips().copyable(lab.amount(FILM, 60));
            String filmId = product.api().upload(film);
            product.api().awaitPlayable(filmId, product.api().complete(filmId));
            mixed(lab, product, filmId, length -> two + perSecond * (length - 2), figures);
            fifty(lab, product, figures);
            double playableBeside = new Samples(playableOneByOne(lab, product, true)).percentile(0.95);
            figures.add(Figure.of(
                            "playable beside a full queue: p95 beyond that alone", playableBeside - playableAlone, "s")
                    .atMost(1));
            figures.add(Figure.of("playable alone: p95", playableAlone, "s"));
        }
        return new Findings(
                figures,
                List.of(
                        "720p, profile standard. Total: from the end of the uploads until the last is READY. The mixed ones have 2 to 15 s, and wait beside a film of "
                                + FILM / 60
                                + " min. The least possible: one after the other, the shortest first, each in its"
                                + " share of the time that all took.",
                        "The queue is full of clips and a film while single ones are uploaded to be playable."));
    }

    private static void equal(Lab lab, Product product, List<Figure> figures) throws IOException, SQLException {
        int count = lab.amount(16, 4);
        Samples ready = atOnce(product, Collections.nCopies(count, lab.clips().copyable(8)));
        double mean = ready.mean();
        double total = ready.largest();
        figures.add(
                Figure.of(count + " of 8 s: mean ÷ total", mean / total, "×").atMost(0.6));
        figures.add(Figure.of(count + " of 8 s: mean", mean, "s"));
        figures.add(Figure.of(count + " of 8 s: total", total, "s"));
    }

    /**
     * Beside a film that is begun.
     *
     * @param alone seconds that a clip of so many seconds takes alone
     */
    private static void mixed(Lab lab, Product product, String film, IntToDoubleFunction alone, List<Figure> figures)
            throws IOException, SQLException {
        int count = lab.amount(30, 5);
        Random random = new Random(1);
        List<Integer> lengths = IntStream.range(0, count)
                .map(i -> 2 + random.nextInt(14))
                .boxed()
                .toList();
        List<Path> clips = new ArrayList<>();
        for (int length : lengths) {
            clips.add(lab.clips().copyable(length));
        }
        Samples ready = atOnce(product, clips);
        double least = least(lengths.stream().map(alone::applyAsDouble).toList(), ready.largest());
        figures.add(Figure.of(count + " mixed beside a film: mean ÷ the least possible", ready.mean() / least, "×")
                .atMost(1.15));
        figures.add(Figure.of(count + " mixed beside a film: mean", ready.mean(), "s"));
        // 1: it was ready before the last clip.
        figures.add(Figure.of("films that clips waited for", Book.readyAt(product, film) == null ? 0 : 1, "")
                .atMost(0));
    }

    /** All of them are to be playable in the time that copying them takes. */
    private static void fifty(Lab lab, Product product, List<Figure> figures) throws IOException {
        int count = lab.amount(50, 5);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(product.api().upload(lab.clips().copyable(8)));
        }
        long since = System.nanoTime();
        ids.forEach(product.api()::complete);
        double last = 0;
        for (String id : ids) {
            last = Math.max(last, product.api().awaitPlayable(id, since));
        }
        figures.add(Figure.of(count + " at once beside a full queue: the last one playable", last, "s"));
    }

    private static double aloneSeconds(Lab lab, Product product, int length) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < lab.amount(3, 1); i++) {
            String id = product.api().upload(lab.clips().copyable(length));
            seconds.add(product.api().awaitReady(id, product.api().complete(id)));
        }
        return new Samples(seconds).median();
    }

    /** @param leave whether each is left to be encoded, beside the next one */
    private static List<Double> playableOneByOne(Lab lab, Product product, boolean leave) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < lab.amount(10, 2); i++) {
            String id = product.api().upload(lab.clips().copyable(8));
            seconds.add(product.api().awaitPlayable(id, product.api().complete(id)));
            if (!leave) {
                product.api().cancel(id);
                product.awaitRest();
            }
        }
        Lab.say("playable after " + seconds);
        return seconds;
    }

    /** From the end of the uploads until each is READY. */
    private static Samples atOnce(Product product, List<Path> clips) throws IOException, SQLException {
        List<String> ids = new ArrayList<>();
        for (Path clip : clips) {
            ids.add(product.api().upload(clip));
        }
        Instant begin = Instant.now();
        ids.forEach(product.api()::complete);
        List<Double> ready = new ArrayList<>();
        for (String id : ids) {
            product.api().awaitReady(id, System.nanoTime());
            ready.add(Duration.between(begin, requireNonNull(Book.readyAt(product, id)))
                            .toMillis()
                    / 1e3);
        }
        return new Samples(ready);
    }

    /** Mean of one after the other, the shortest first, when all together take {@code total}. */
    static double least(List<Double> weights, double total) {
        double all = weights.stream().mapToDouble(Double::doubleValue).sum();
        double done = 0;
        double sum = 0;
        for (double weight : weights.stream().sorted().toList()) {
            done += weight;
            sum += done / all * total;
        }
        return sum / weights.size();
    }
}
