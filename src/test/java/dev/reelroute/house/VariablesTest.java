package dev.reelroute.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of variables in {@code routes/README.md} has those that routes set, and no others. */
class VariablesTest {

    /** Those that a user's own steps set. */
    private static final Set<String> OF_STEPS = Set.of("refuse", "reason", "hold");

    @Test
    void theTableHasWhatRoutesSet() throws Exception {
        Set<String> set = new TreeSet<>();
        for (Path file : House.files(Path.of("routes"), ".camel.yaml")) {
            if (file.getNameCount() == 2) {
                RouteFile.read(file).raw().findValues("setVariable").stream()
                        .map(step -> step.path("name").asText())
                        .forEach(set::add);
                RouteFile.read(file).raw().findValues("variableReceive").stream()
                        .map(JsonNode::asText)
                        .forEach(set::add);
            }
        }
        set.addAll(OF_STEPS);
        Set<String> listed = new TreeSet<>();
        String text = Files.readString(Path.of("routes/README.md"));
        String table = text.substring(text.indexOf("## Variables"));
        Pattern.compile("(?m)^\\| (`[^|]*) \\|")
                .matcher(table)
                .results()
                .forEach(row -> Pattern.compile("`(\\w+)`")
                        .matcher(row.group(1))
                        .results()
                        .forEach(name -> listed.add(name.group(1))));
        assertThat(listed).isEqualTo(set);
    }
}
