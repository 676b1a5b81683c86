package dev.reelroute.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.LanguageValidationResult;

/** What Camel knows of its own language: the schema of the YAML, the options of endpoints, the grammar of simple. */
final class RouteSyntax {

    static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^}:]+)(:[^}]*)?}}");

    private static final Set<String> PREDICATES =
            Set.of("when", "filter", "validate", "onWhen", "retryWhile", "completionPredicate", "handled", "continued");

    private final JsonSchema schema;
    private final CamelCatalog catalog = new DefaultCamelCatalog(true);
    private final House house;

    RouteSyntax(House house) {
        this.house = house;
        try (InputStream in =
                Objects.requireNonNull(RouteSyntax.class.getResourceAsStream("/schema/camelYamlDsl.json"))) {
            schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<RouteFault> check(RouteFile file) {
        List<RouteFault> faults = new ArrayList<>();
        schema.validate(resolve(file.raw().deepCopy())).stream()
                // A placeholder that only the running application can fill has no type yet.
                .filter(message -> !PLACEHOLDER
                        .matcher(message.getInstanceNode().asText(""))
                        .matches())
                .map(message -> new RouteFault(
                        RouteRule.SCHEMA,
                        file.name(),
                        message.getInstanceLocation().toString(),
                        message.getMessage()))
                .limit(5)
                .forEach(faults::add);
        // What is not valid YAML of Camel's cannot be asked for its endpoints.
        if (faults.isEmpty()) {
            walk(file, "", file.tree(), "", false, faults);
        }
        return faults;
    }

    private void walk(
            RouteFile file, String parent, JsonNode node, String where, boolean predicate, List<RouteFault> faults) {
        if (node.isArray()) {
            node.forEach(element -> walk(file, parent, element, where, predicate, faults));
            return;
        }
        String here = node.path("id").asText(where);
        if (node.path("uri").isTextual()) {
            endpoint(file, parent, node, here, faults);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = field.getKey();
            JsonNode value = field.getValue();
            if (key.equals("simple") && value.has("expression")) {
                simple(file, value.path("expression").asText(), predicate, here, faults);
            }
            if (parent.equals("log") && key.equals("message")) {
                simple(file, value.asText(), false, here, faults);
            }
            // A predicate is where its pattern says so, at any depth of `expression:`, but not in the steps below.
            boolean stays = predicate && !key.equals("steps");
            walk(file, key, value, here, stays || PREDICATES.contains(key), faults);
        }
    }

    private void endpoint(RouteFile file, String kind, JsonNode node, String where, List<RouteFault> faults) {
        StringBuilder uri = new StringBuilder(filled(node.path("uri").asText()));
        if (uri.indexOf("{{") == 0) {
            return; // An address that is configuration as a whole.
        }
        String scheme = uri.substring(0, uri.indexOf(":") < 0 ? uri.length() : uri.indexOf(":"));
        if (RouteSyntax.class.getResource("/META-INF/services/org/apache/camel/component/" + scheme) == null) {
            faults.add(new RouteFault(RouteRule.COMPONENT, file.name(), where, scheme));
            return;
        }
        char separator = uri.indexOf("?") < 0 ? '?' : '&';
        for (Map.Entry<String, JsonNode> option : node.path("parameters").properties()) {
            String value = filled(option.getValue().asText());
            uri.append(separator).append(option.getKey()).append('=');
            uri.append(value.contains("&") || value.contains("+") ? "RAW(" + value + ")" : value);
            separator = '&';
        }
        if (uri.indexOf("${") >= 0) {
            return; // Made anew for each message: nothing to be looked up.
        }
        boolean from = kind.equals("from");
        EndpointValidationResult result = catalog.validateEndpointProperties(uri.toString(), false, from, !from);
        if (!result.isSuccess()) {
            String message = result.summaryErrorMessage(false).strip().replaceAll("\\s+", " ");
            faults.add(new RouteFault(RouteRule.ENDPOINT, file.name(), where, message));
        }
    }

    private void simple(RouteFile file, String text, boolean predicate, String where, List<RouteFault> faults) {
        ClassLoader loader = RouteSyntax.class.getClassLoader();
        LanguageValidationResult result = predicate
                ? catalog.validateLanguagePredicate(loader, "simple", filled(text))
                : catalog.validateLanguageExpression(loader, "simple", filled(text));
        if (!result.isSuccess()) {
            faults.add(new RouteFault(RouteRule.SIMPLE, file.name(), where, text + ": " + result.getShortError()));
        }
    }

    /** The text with the values of the configuration in the place of placeholders, as far as there are any. */
    private String filled(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return matcher.replaceAll(found -> {
            String value = house.settings().getOrDefault(found.group(1), "");
            return Matcher.quoteReplacement(value.isEmpty() || value.contains("${") ? found.group() : value);
        });
    }

    /** Puts values in the place of placeholders, as numbers where they are: the schema knows types. */
    private JsonNode resolve(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(resolve(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, resolve(array.get(i)));
            }
        } else if (node.isTextual() && PLACEHOLDER.matcher(node.asText()).matches()) {
            try {
                JsonNode value = new YAMLMapper().readTree(filled(node.asText()));
                return value.isValueNode() && !value.isNull() ? value : node;
            } catch (IOException e) {
                return node;
            }
        }
        return node;
    }
}
