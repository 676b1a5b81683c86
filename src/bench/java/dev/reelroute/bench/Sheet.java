package dev.reelroute.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The record of all measurements, each with where and when it was made: a run of some letters leaves the others as they
 * are.
 *
 * @param entries by letter
 */
record Sheet(Map<String, Entry> entries) {

    static final Path FILE = Path.of("docs", "evidence", "bench.json");
    static final Path PAGE = Path.of("docs", "performance.md");

    private static final String BEGIN = "<!-- written by bench/run -->\n";
    private static final String END = "<!-- until here -->\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param at ISO 8601
     * @param commit of the product that was measured
     * @param machine processor and count
     * @param jdk of the bench and, where nothing else is said, of the product
     */
    record Entry(
            String name,
            String question,
            String at,
            String commit,
            String machine,
            String jdk,
            String ffmpeg,
            List<Figure> figures,
            List<String> notes) {}

    static Sheet read(Path file) throws IOException {
        return new Sheet(
                Files.exists(file)
                        ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, Entry>>() {})
                        : new TreeMap<>());
    }

    static Path plot(String name) {
        return Path.of("docs", "images", "bench-" + name + ".svg");
    }

    Sheet with(String letter, Entry entry) {
        Map<String, Entry> all = new TreeMap<>(entries);
        all.put(letter, entry);
        return new Sheet(all);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(entries) + "\n");
    }

    /** Puts the table of all figures that have a goal into a page, between its marks. */
    void writeTable(Path page) throws IOException {
        Files.writeString(page, withTable(Files.readString(page)));
    }

    String withTable(String text) {
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END, begin);
        if (begin < BEGIN.length() || end < 0) {
            throw new IllegalArgumentException("The page has no marks for the table");
        }
        return text.substring(0, begin) + table() + text.substring(end);
    }

    private String table() {
        StringBuilder table = new StringBuilder("| | | measured | goal | |\n| --- | --- | --- | --- | --- |\n");
        entries.forEach((letter, entry) -> {
            String label = "(" + letter + ") [" + entry.question() + "](images/bench-" + entry.name() + ".svg)";
            for (Figure figure : entry.figures()) {
                if (figure.goal() != null) {
                    table.append(String.join(
                                    " | ",
                                    "| " + label,
                                    figure.name(),
                                    figure.valueText(),
                                    figure.goalText(),
                                    figure.misses() ? "missed |" : "|"))
                            .append('\n');
                    label = "";
                }
            }
        });
        return table.toString();
    }
}
