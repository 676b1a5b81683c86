package dev.reelroute.camel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.ConstructorException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns templated routes into plain routes, as Camel does when it starts. When Camel replaces routes while they run, it
 * leaves those made from templates unchanged, and adds the template a second time.
 */
public final class RouteTemplates {

    private static final Pattern PARAMETER = Pattern.compile("\\{\\{([\\w-]+)(?::[^}]*)?}}");
    private static final DumpSettings DUMP = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(Integer.MAX_VALUE)
            .build();

    private final Map<String, MappingNode> templates = new HashMap<>();

    private RouteTemplates(List<Node> units) {
        for (Node unit : units) {
            if (child(unit, "routeTemplate") instanceof MappingNode template) {
                templates.put(text(child(template, "id")), template);
            }
        }
    }

    /**
     * The same file without templates.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException where it is not YAML, or a template is not there
     */
    public static String plain(String text) {
        Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
        if (root.isPresent() && root.get() instanceof SequenceNode file) {
            List<Node> plain = plain(file.getValue());
            if (!plain.equals(file.getValue())) {
                return new Present(DUMP)
                        .emitToString(new Serialize(DUMP)
                                .serializeOne(new SequenceNode(Tag.SEQ, plain, FlowStyle.BLOCK))
                                .iterator());
            }
        }
        return text;
    }

    /**
     * The units of a file, with a plain route in the place of each templated one. Every node keeps the line that it
     * comes from.
     */
    static List<Node> plain(List<Node> units) {
        RouteTemplates templates = new RouteTemplates(units);
        return units.stream()
                .filter(unit -> child(unit, "routeTemplate") == null)
                .map(unit -> child(unit, "templatedRoute") instanceof MappingNode templated
                        ? mapping(unit, "route", templates.route(templated))
                        : unit)
                .toList();
    }

    private Node route(MappingNode templated) {
        Node reference = child(templated, "routeTemplateRef");
        MappingNode template = templates.get(text(reference));
        if (template == null || !(child(template, "route") instanceof MappingNode route)) {
            throw fault(templated, "there is no routeTemplate " + text(reference) + " with a route in this file");
        }
        Node id = child(templated, "routeId");
        if (id == null) {
            throw fault(templated, "a templatedRoute needs a routeId");
        }
        Map<String, String> values = new HashMap<>();
        parameters(template, "defaultValue", values);
        parameters(templated, "value", values);
        MappingNode filled = (MappingNode) filled(route, values);
        return new MappingNode(
                filled.getTag(),
                true,
                Stream.concat(
                                Stream.of(new NodeTuple(scalar(id, "id"), scalar(id, text(id)))),
                                filled.getValue().stream())
                        .toList(),
                FlowStyle.BLOCK,
                templated.getStartMark(),
                templated.getEndMark());
    }

    private static void parameters(MappingNode owner, String key, Map<String, String> values) {
        if (child(owner, "parameters") instanceof SequenceNode parameters) {
            for (Node parameter : parameters.getValue()) {
                Node value = child(parameter, key);
                if (value != null) {
                    values.put(text(child(parameter, "name")), text(value));
                }
            }
        }
    }

    private static Node filled(Node node, Map<String, String> values) {
        if (node instanceof SequenceNode sequence) {
            return new SequenceNode(
                    sequence.getTag(),
                    true,
                    sequence.getValue().stream()
                            .map(each -> filled(each, values))
                            .toList(),
                    sequence.getFlowStyle(),
                    sequence.getStartMark(),
                    sequence.getEndMark());
        }
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> entries = new ArrayList<>();
            mapping.getValue()
                    .forEach(entry -> entries.add(
                            new NodeTuple(filled(entry.getKeyNode(), values), filled(entry.getValueNode(), values))));
            return new MappingNode(
                    mapping.getTag(),
                    true,
                    entries,
                    mapping.getFlowStyle(),
                    mapping.getStartMark(),
                    mapping.getEndMark());
        }
        ScalarNode scalar = (ScalarNode) node;
        String text = PARAMETER
                .matcher(scalar.getValue())
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
        // A copy for each place: a node that stands in several places is written as a YAML anchor, which Camel does not
        // read.
        return text.equals(scalar.getValue())
                ? new ScalarNode(
                        scalar.getTag(), true, text, scalar.getScalarStyle(), node.getStartMark(), node.getEndMark())
                : scalar(node, text);
    }

    /** A text in the place of another node. */
    private static ScalarNode scalar(Node place, String text) {
        ScalarStyle style = text.matches("[\\w.-]*[A-Za-z][\\w.-]*") ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
        return new ScalarNode(Tag.STR, true, text, style, place.getStartMark(), place.getEndMark());
    }

    private static MappingNode mapping(Node place, String key, Node value) {
        return new MappingNode(
                Tag.MAP,
                true,
                List.of(new NodeTuple(scalar(place, key), value)),
                FlowStyle.BLOCK,
                place.getStartMark(),
                place.getEndMark());
    }

    private static ConstructorException fault(Node node, String problem) {
        return new ConstructorException(null, Optional.empty(), problem, node.getStartMark());
    }

    static @Nullable Node child(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> text(entry.getKeyNode()).equals(key))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
