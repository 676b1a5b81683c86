package dev.reelroute.camel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What the text of a route file says: its names, the routes that it calls, and the lines of each. */
final class RouteText {

    /** An address within the process: of a route, or of a queue in memory that a route reads. */
    private static final Pattern INNER = Pattern.compile("(direct|seda):(//)?([^?]*).*");

    private final Path file;
    private final String text;
    private final List<String> routes = new ArrayList<>();
    private final Set<String> templated = new HashSet<>();
    private final Map<String, Object> promises = new LinkedHashMap<>();
    private final List<Name> ids = new ArrayList<>();
    private final List<Name> entrances = new ArrayList<>();
    private final List<Name> calls = new ArrayList<>();
    private final List<Name> named = new ArrayList<>();
    private final List<Integer> nameless = new ArrayList<>();
    private final Map<String, MappingNode> owners = new HashMap<>();
    private final Map<Integer, Integer> lines = new HashMap<>();
    private final Map<Integer, Integer> stepLines = new HashMap<>();

    /** Something that has a name, and its line. */
    record Name(String name, int line) {}

    private boolean isList;

    private RouteText(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads a file.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException where it is not YAML, or names a template that is not there
     */
    static RouteText of(Path file, String text) {
        RouteText read = new RouteText(file, text);
        Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
        if (root.isPresent() && root.get() instanceof SequenceNode units) {
            read.isList = true;
            read.noteLines(units);
            units.getValue().stream()
                    .map(unit -> RouteTemplates.child(unit, "templatedRoute"))
                    .filter(Objects::nonNull)
                    .forEach(route -> read.templated.add(text(RouteTemplates.child(route, "routeId"))));
            for (Node unit : RouteTemplates.plain(units.getValue())) {
                if (unit instanceof MappingNode mapping) {
                    read.unit(mapping);
                }
                read.walk(unit, "");
            }
        }
        return read;
    }

    Path file() {
        return file;
    }

    String text() {
        return text;
    }

    /** The content in the form that Camel gets it while it runs: with plain routes in the place of templated ones. */
    String plain() {
        return RouteTemplates.plain(text);
    }

    /** Whether the content is a list, as that of a route file must be. */
    boolean isList() {
        return isList;
    }

    /** The ids of its routes, also of the one that serves a contract. */
    List<String> routes() {
        return routes;
    }

    /**
     * The ids of its routes that are made from a template: a line of the template does not tell which of them is meant.
     */
    Set<String> templated() {
        return templated;
    }

    /** The ids of its route configurations, and what each holds. */
    Map<String, Object> promises() {
        return promises;
    }

    /** All ids: of routes, route configurations and steps. */
    List<Name> ids() {
        return ids;
    }

    /** The {@code direct:} and {@code seda:} addresses at which its routes begin. */
    List<Name> entrances() {
        return entrances;
    }

    /** The {@code direct:} and {@code seda:} addresses that its steps lead to. */
    List<Name> calls() {
        return calls;
    }

    /** The lines of its routes that have no id: they could not be replaced or removed while others run. */
    List<Integer> nameless() {
        return nameless;
    }

    /** The route configurations that its routes name. */
    List<Name> named() {
        return named;
    }

    /**
     * The line of an error that Camel's reader reports, 0 when unknown; the line of the key where the value begins
     * below it.
     */
    int line(Optional<Mark> mark) {
        return mark.map(at -> lines.getOrDefault(at.getIndex(), at.getLine() + 1))
                .orElse(0);
    }

    /**
     * The line of a key of a route or step, or of the step itself.
     *
     * @return 0 when there is none of this id
     */
    int line(String id, String key) {
        MappingNode owner = owners.get(id);
        if (owner == null) {
            return 0;
        }
        Node value = value(owner, key);
        return value == null ? line(owner.getStartMark()) : line(value.getStartMark());
    }

    /**
     * The line of a step.
     *
     * @param counted as Camel counts it: the lines before the step's content, which for one that is written in one line is too few
     * @return 0 when unknown
     */
    int stepLine(int counted) {
        return stepLines.getOrDefault(counted, Math.max(0, counted));
    }

    private void unit(MappingNode unit) {
        Node route = value(unit, "route");
        if (value(unit, "from") != null || (route instanceof MappingNode named && value(named, "id") == null)) {
            nameless.add(line(unit.getStartMark()));
        }
        if (route instanceof MappingNode mapping) {
            routes.add(text(value(mapping, "id")));
            entrance(value(mapping, "from"));
            Node promise = value(mapping, "routeConfigurationId");
            if (promise != null) {
                for (String name : text(promise).split(",", -1)) {
                    named.add(new Name(name.strip(), line(promise)));
                }
            }
        }
        if (value(unit, "rest") instanceof MappingNode rest && value(rest, "openApi") instanceof MappingNode contract) {
            routes.add(text(value(contract, "routeId")));
        }
        entrance(value(unit, "from"));
        if (value(unit, "routeConfiguration") instanceof MappingNode promise) {
            promises.put(text(value(promise, "id")), plain(promise));
        }
    }

    private void entrance(@Nullable Node from) {
        Node uri = from instanceof MappingNode mapping ? value(mapping, "uri") : from;
        inner(text(uri)).ifPresent(address -> entrances.add(new Name(address, line(uri))));
    }

    private void noteLines(Node node) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> {
                noteStep(each);
                noteLines(each);
            });
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                Node value = entry.getValueNode();
                value.getStartMark().ifPresent(at -> lines.put(at.getIndex(), ownLine(entry.getKeyNode())));
                noteLines(value);
            }
        }
    }

    private void noteStep(Node step) {
        if (step instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
            NodeTuple first = mapping.getValue().get(0);
            first.getValueNode()
                    .getStartMark()
                    .ifPresent(at -> stepLines.putIfAbsent(at.getLine(), ownLine(first.getKeyNode())));
        }
    }

    private void walk(Node node, String parent) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> walk(each, parent));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                String key = text(entry.getKeyNode());
                Node value = entry.getValueNode();
                if (key.equals("id") && value instanceof ScalarNode && !parent.equals("parameters")) {
                    ids.add(new Name(text(value), line(value)));
                    owners.putIfAbsent(text(value), mapping);
                }
                boolean isCall = value instanceof ScalarNode
                        && !(key.equals("uri") && parent.equals("from"))
                        && Set.of("uri", "to", "toD", "wireTap").contains(key);
                if (isCall && !text(value).contains("{")) {
                    inner(text(value)).ifPresent(address -> calls.add(new Name(address, line(value))));
                }
                walk(value, key);
            }
        }
    }

    private int line(@Nullable Node node) {
        return node == null ? 0 : line(node.getStartMark());
    }

    private static int ownLine(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static Optional<String> inner(String uri) {
        Matcher matcher = INNER.matcher(uri);
        return matcher.matches() ? Optional.of(matcher.group(1) + ":" + matcher.group(3)) : Optional.empty();
    }

    private static @Nullable Node value(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(entry -> text(entry.getKeyNode()).equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst()
                .orElse(null);
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The content without its layout. */
    private static Object plain(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(RouteText::plain).toList();
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Object> content = new HashMap<>();
            mapping.getValue().forEach(entry -> content.put(text(entry.getKeyNode()), plain(entry.getValueNode())));
            return content;
        }
        return text(node);
    }
}
