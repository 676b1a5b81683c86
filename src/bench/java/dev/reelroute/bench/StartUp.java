package dev.reelroute.bench;

import dev.reelroute.bench.Product.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From the start of the process until it says that it is ready. */
final class StartUp implements Measurement {

    private static final Path JDKS = Path.of("/usr/lib/jvm");

    @Override
    public String name() {
        return "start-up";
    }

    @Override
    public String question() {
        return "Time from the start of the process until it is ready";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        List<Figure> figures = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        notes.add("./reelroute serve, with API, workers, S3, SQS and H2 in one process, and its archive of classes.");
        for (int version : new int[] {17, 25}) {
            Optional<Path> jdk = jdk(version);
            if (jdk.isEmpty()) {
                notes.add("JDK " + version + " is not in " + JDKS + ", and was not measured.");
                continue;
            }
            Samples times = times(lab, jdk.get());
            figures.add(Figure.of("JDK " + version, times.median(), "s").atMost(version < 25 ? 5 : 3));
            figures.add(Figure.of("JDK " + version + ", slowest", times.largest(), "s"));
        }
        return new Findings(figures, notes);
    }

    private static Samples times(Lab lab, Path jdk) throws IOException {
        List<Double> times = new ArrayList<>();
        Path folder = lab.emptyFolder("product");
        Launch launch = new Launch(List.of(Launch.SCRIPT), Map.of("JAVA_HOME", jdk.toString()), List.of());
        // The first start makes the data folder, and the parts of the build that depend on this JDK.
        Product.serve(folder, launch).close();
        for (int i = 0; i < lab.amount(5, 2); i++) {
            try (Product product = Product.serve(folder, launch)) {
                times.add(product.startSeconds());
                Lab.say("%s: %.1f s".formatted(jdk.getFileName(), product.startSeconds()));
            }
        }
        return new Samples(times);
    }

    /** The home of a JDK of this machine. */
    static Optional<Path> jdk(int version) throws IOException {
        if (!Files.isDirectory(JDKS)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(JDKS)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> home.getFileName().toString().contains("-" + version + "-"))
                    .findFirst();
        }
    }
}
