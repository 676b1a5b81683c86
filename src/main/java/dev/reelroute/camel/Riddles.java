package dev.reelroute.camel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.Slips;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds plain words to what Camel and YAML say about common mistakes, which only their authors understand. */
final class Riddles {

    private static final Map<Pattern, String> MEANINGS = Map.of(
            Pattern.compile("expected symbol functionEnd but was eol"), "a } is missing",
            Pattern.compile("expected symbol singleQuote but was eol"), "a ' is missing",
            Pattern.compile("expected symbol doubleQuote but was eol"), "a \" is missing",
            Pattern.compile("valid syntax: \\$\\{[^}]*} was: [^\\]]*\\[[^\\]]*"), "a ] is missing",
            Pattern.compile("unexpected token [<>=!~].*"),
                    "between two values stand ==, !=, <, > and so on, with a blank on each side",
            Pattern.compile("unsupported definition null"), "no expression is given, such as constant: or simple:",
            Pattern.compile("expected <block end>, but found .*"),
                    "this line stands further to the right, or to the left, than the lines that it belongs to");

    private static final Pattern NO_STEP = Pattern.compile("unknown node id (\\w+)");
    private static final Pattern NO_FIELD = Pattern.compile("unsupported field (\\w+)");
    /** Of an expression such as {@code body[playback][hls]}: its keys, and the one that could not be looked up. */
    private static final Pattern NO_VALUE = Pattern.compile(
            "failed to invoke method: (\\S+) on .* last method returned null .* invoke method (\\S+) on .*");

    private static final String SCHEMA = "/schema/camelYamlDsl.json";
    private static final String STEPS = "org.apache.camel.model.ProcessorDefinition";
    /** Letters that a slip of the hand changes, at most. */
    private static final int SLIPS = 2;

    private Riddles() {}

    /** @param said one line, as it is shown otherwise */
    static String explained(String said) {
        Matcher value = NO_VALUE.matcher(said);
        if (value.matches()) {
            return noValue(value.group(1), value.group(2));
        }
        Matcher step = NO_STEP.matcher(said);
        if (step.matches()) {
            return said + " (there is no such step"
                    + nearest(step.group(1), true).map(name -> "; " + name).orElse("") + ")";
        }
        Matcher field = NO_FIELD.matcher(said);
        if (field.matches()) {
            return said
                    + nearest(field.group(1), false)
                            .map(name -> " (" + name + ")")
                            .orElse("");
        }
        return MEANINGS.entrySet().stream()
                .filter(meaning -> meaning.getKey().matcher(said).matches())
                .map(meaning -> said + " (" + meaning.getValue() + ")")
                .findFirst()
                .orElse(said);
    }

    private static String noValue(String keys, String next) {
        int at = keys.indexOf(next);
        String missing = at > 0 ? keys.substring(0, at) : keys;
        return "there is nothing at " + missing + ", and so no " + next
                + " in it; where it may be missing, put a ? before it, as in ${body?" + missing + "?" + next + "}";
    }

    private static Optional<String> nearest(String name, boolean isStep) {
        return names(isStep).stream()
                .filter(each -> Slips.between(name, each) <= Math.min(SLIPS, name.length() / 2))
                .min(Comparator.comparingInt((String each) -> Slips.between(name, each))
                        .thenComparing(each -> Math.abs(each.length() - name.length()))
                        .thenComparing(each -> each))
                .map(each -> "did you mean " + each + "?");
    }

    private static Set<String> names(boolean isStep) {
        try (InputStream file = Objects.requireNonNull(Riddles.class.getResourceAsStream(SCHEMA))) {
            JsonNode kinds = new ObjectMapper().readTree(file).at("/items/definitions");
            Set<String> names = new HashSet<>();
            for (JsonNode kind : isStep ? Set.of(kinds.path(STEPS)) : kinds) {
                kind.path("properties").fieldNames().forEachRemaining(names::add);
            }
            return names;
        } catch (IOException e) {
            return Set.of();
        }
    }
}
