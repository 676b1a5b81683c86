package dev.reelroute.house;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.reelroute.camel.RouteTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A route file as text and as a tree.
 *
 * @param raw the list of its routes, route configurations and the like
 * @param tree the same, with a route in the place of each templated one
 */
record RouteFile(Path path, String text, JsonNode raw, JsonNode tree) {

    static final String ENDING = ".camel.yaml";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Something that runs steps: a route or a route configuration. */
    record Unit(String kind, String id, JsonNode node) {}

    /**
     * One step, or one branch of a choice.
     *
     * @param unit the id of the route that it is part of
     * @param kind name of the pattern, such as {@code setBody}; {@code when} for a branch
     * @param choices how many choices are around it
     */
    record Step(String unit, String kind, JsonNode node, int choices) {

        String id() {
            return node.path("id").asText("");
        }

        /** Its id, or what else can tell a reader which one is meant. */
        String label() {
            return id().isEmpty() ? kind + " in " + unit : id();
        }
    }

    static RouteFile read(Path path) {
        try {
            String text = Files.readString(path);
            JsonNode raw = YAML.readTree(text);
            return new RouteFile(path, text, raw, hasTemplates(raw) ? YAML.readTree(RouteTemplates.plain(text)) : raw);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
    }

    /** Whether all templates that it names are there; one that lacks them is looked at as it is. */
    private static boolean hasTemplates(JsonNode raw) {
        Set<String> templates = new HashSet<>();
        raw.forEach(unit -> templates.add(unit.at("/routeTemplate/id").asText()));
        Set<String> named = new HashSet<>();
        raw.findValues("routeTemplateRef").forEach(name -> named.add(name.asText()));
        return templates.containsAll(named);
    }

    /** The route files of a folder, in order of their names; none where there is no folder. */
    static List<RouteFile> folder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .map(RouteFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    /** What the file's name says that it is about. */
    String stage() {
        return name().substring(0, name().indexOf('.'));
    }

    /** The comment that it opens with. */
    String opening() {
        return String.join(
                "\n", text.lines().takeWhile(line -> line.startsWith("#")).toList());
    }

    List<Unit> units() {
        List<Unit> units = new ArrayList<>();
        for (JsonNode entry : tree) {
            for (Map.Entry<String, JsonNode> field : entry.properties()) {
                if (field.getKey().equals("route") || field.getKey().equals("routeConfiguration")) {
                    units.add(
                            new Unit(field.getKey(), field.getValue().path("id").asText(""), field.getValue()));
                }
            }
        }
        return units;
    }

    /** Every step of a unit in order of reading, those within branches too. */
    static List<Step> steps(Unit unit) {
        List<Step> steps = new ArrayList<>();
        collect(unit.id(), unit.node(), 0, steps);
        return steps;
    }

    private static void collect(String unit, JsonNode node, int choices, List<Step> steps) {
        if (node.isArray()) {
            node.forEach(element -> collect(unit, element, choices, steps));
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equals("steps")) {
                for (JsonNode step : field.getValue()) {
                    for (Map.Entry<String, JsonNode> body : step.properties()) {
                        steps.add(new Step(unit, body.getKey(), body.getValue(), choices));
                        int within = body.getKey().equals("choice") ? choices + 1 : choices;
                        collect(unit, body.getValue(), within, steps);
                    }
                }
            } else {
                if (field.getKey().equals("when")) {
                    field.getValue().forEach(when -> steps.add(new Step(unit, "when", when, choices)));
                }
                collect(unit, field.getValue(), choices, steps);
            }
        }
    }
}
