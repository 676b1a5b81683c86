package dev.reelroute.bench;

import dev.reelroute.media.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What {@code bench/run} starts: {@code -Dbench.letters} which measurements, {@code -Dbench.quick} without a record,
 * {@code -Dbench.clips} real clips. Not a test: it is found by its name only, and fails only when it cannot measure.
 */
class BenchRun {

    static final Map<String, Measurement> MEASUREMENTS = new TreeMap<>(Map.ofEntries(
            Map.entry("a", new PipelineWall()),
            Map.entry("b", new PipelineCpu()),
            Map.entry("c", new Playable()),
            Map.entry("d", new Scaling()),
            Map.entry("e", new FixedCost()),
            Map.entry("f", new Presigning()),
            Map.entry("g", new Memory()),
            Map.entry("h", new StartUp()),
            Map.entry("i", new Quality()),
            Map.entry("j", new Fairness()),
            Map.entry("k", new Backlog()),
            Map.entry("l", new Prediction())));

    @Test
    void measure() throws Exception {
        boolean quick = Boolean.getBoolean("bench.quick");
        Lab lab = new Lab(
                Path.of("target", "bench").toAbsolutePath(),
                quick,
                words("bench.clips").stream().map(Path::of).toList());
        Sheet sheet = Sheet.read(Sheet.FILE);
        List<String> letters = words("bench.letters");
        for (String letter : letters.isEmpty() ? MEASUREMENTS.keySet() : letters) {
            Measurement measurement = MEASUREMENTS.get(letter);
            if (measurement == null) {
                throw new IllegalArgumentException(
                        "There is no measurement " + letter + ", only " + MEASUREMENTS.keySet());
            }
            System.out.println("\n(" + letter + ") " + measurement.question());
            Sheet.Entry entry = entry(measurement, measurement.measure(lab));
            entry.figures().forEach(BenchRun::print);
            entry.notes().forEach(note -> System.out.println("    " + note));
            if (!quick) {
                // After each measurement, so that an interrupted long run keeps its results.
                sheet = sheet.with(letter, entry);
                sheet.write(Sheet.FILE);
                sheet.writeTable(Sheet.PAGE);
                Files.writeString(Sheet.plot(entry.name()), new Plot(entry.question(), entry.figures()).svg());
            }
        }
    }

    private static void print(Figure figure) {
        System.out.printf(
                "  %-56s %12s   %-8s %s%n",
                figure.name(), figure.valueText(), figure.goalText(), figure.misses() ? "missed" : "");
    }

    private static Sheet.Entry entry(Measurement measurement, Findings findings) throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2))
                .orElse(System.getProperty("os.arch"));
        String ffmpeg = Programs.ffmpeg(Path.of("."), "-version")
                .stdout()
                .lines()
                .findFirst()
                .orElseThrow();
        return new Sheet.Entry(
                measurement.name(),
                measurement.question(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("bench.commit", "unknown"),
                processor + ", " + Runtime.getRuntime().availableProcessors() + " processors",
                System.getProperty("java.vm.version"),
                ffmpeg.replaceAll(" Copyright.*", ""),
                findings.figures(),
                findings.notes());
    }

    private static List<String> words(String property) {
        return new ArrayList<>(Arrays.stream(System.getProperty(property, "").split("[ :]"))
                .filter(word -> !word.isBlank())
                .toList());
    }
}
