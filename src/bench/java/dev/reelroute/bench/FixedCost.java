package dev.reelroute.bench;

import dev.reelroute.bench.Book.Span;
import dev.reelroute.ledger.TaskKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a very short video costs: where the time goes that FFmpeg does not need. */
final class FixedCost implements Measurement {

    /** Stages other than encoding that READY waits for. */
    private static final Set<TaskKind> BESIDES = EnumSet.of(TaskKind.INSPECT, TaskKind.EARLY, TaskKind.PUBLISH);

    @Override
    public String name() {
        return "fixed-cost";
    }

    @Override
    public String question() {
        return "Time of a 2 s clip beyond that of FFmpeg, and by stage";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        Path clip = lab.clips().copyable(2);
        List<Double> fixed = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        List<Double> pure = new ArrayList<>();
        Map<String, List<Double>> stages = new LinkedHashMap<>();
        try (Product product = lab.serve()) {
            PipelineWall.warmUp(lab, product);
            for (int i = 0; i < lab.amount(10, 3); i++) {
                String id = product.api().upload(clip);
                Instant completed = Instant.now();
                double seconds = product.api().awaitReady(id, product.api().complete(id));
                product.awaitRest();
                double ffmpeg = new Reference(Book.plan(product, id), clip)
                        .single(lab.emptyFolder("reference"))
                        .wall();
                whole.add(seconds);
                pure.add(ffmpeg);
                fixed.add(seconds - ffmpeg);
                stages(completed, Book.spans(product, id))
                        .forEach((stage, time) -> stages.computeIfAbsent(stage, key -> new ArrayList<>())
                                .add(time));
                product.api().delete(id);
            }
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("beyond FFmpeg", new Samples(fixed).median(), "s").atMost(1));
        figures.add(Figure.of("upload complete to READY", new Samples(whole).median(), "s"));
        figures.add(Figure.of("one FFmpeg for all", new Samples(pure).median(), "s"));
        stages.forEach((stage, times) -> figures.add(Figure.of(stage, new Samples(times).median(), "s")));
        return new Findings(
                figures,
                List.of("720p. Medians of " + fixed.size()
                        + ", by the ledger's times. A wait is the time from what makes a"
                        + " task due until it is begun."));
    }

    private static Map<String, Double> stages(Instant completed, List<Span> spans) {
        Span inspect = only(spans, TaskKind.INSPECT);
        Span publish = only(spans, TaskKind.PUBLISH);
        List<Span> encoding =
                spans.stream().filter(span -> !BESIDES.contains(span.kind())).toList();
        Instant begun = encoding.get(0).started();
        Instant ended = encoding.stream()
                .map(Span::finished)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Map<String, Double> stages = new LinkedHashMap<>();
        stages.put("wait for inspection", seconds(completed, inspect.started()));
        stages.put("inspection and plan", seconds(inspect.started(), inspect.finished()));
        stages.put("wait for encoding", seconds(inspect.finished(), begun));
        stages.put("encoding, all tasks", seconds(begun, ended));
        for (Span span : encoding) {
            stages.put("task " + span.kind(), seconds(span.started(), span.finished()));
        }
        stages.put("wait for publishing", seconds(ended, publish.started()));
        stages.put("publishing", seconds(publish.started(), publish.finished()));
        return stages;
    }

    private static Span only(List<Span> spans, TaskKind kind) {
        return spans.stream().filter(span -> span.kind() == kind).findFirst().orElseThrow();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
