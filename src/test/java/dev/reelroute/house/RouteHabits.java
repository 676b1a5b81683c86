package dev.reelroute.house;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.house.RouteFile.Step;
import dev.reelroute.house.RouteFile.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules that need no more than one file: names, shape, and what does not belong into YAML. */
final class RouteHabits {

    private static final int MAX_STEPS = 14;
    private static final String KEBAB = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private static final Set<String> SCRIPTS = Set.of(
            "groovy",
            "js",
            "csimple",
            "python",
            "joor",
            "java",
            "mvel",
            "ognl",
            "spel",
            "wasm",
            "datasonnet",
            "script");

    private static final Set<String> LANGUAGES = Set.of(
            "simple",
            "constant",
            "header",
            "exchangeProperty",
            "variable",
            "jq",
            "jsonpath",
            "xpath",
            "tokenize",
            "method");

    /** Keys whose value is an expression: below them a language is in its place. */
    private static final Set<String> EXPRESSIONS = Set.of(
            "expression",
            "correlationExpression",
            "completionPredicate",
            "completionSizeExpression",
            "completionTimeoutExpression",
            "handled",
            "continued",
            "onWhen",
            "retryWhile");

    private static final Set<String> SECRETS = Set.of("accessKey", "secretKey", "sessionToken", "password", "token");

    private static final Set<String> NUMBERS = Set.of(
            "maximumRedeliveries",
            "redeliveryDelay",
            "maximumRedeliveryDelay",
            "backOffMultiplier",
            "period",
            "concurrentConsumers",
            "visibilityTimeout",
            "waitTimeSeconds",
            "timeout",
            "maxMessagesPerPoll");

    private static final Set<String> CATCH_ALLS =
            Set.of("java.lang.Throwable", "java.lang.Exception", "java.lang.RuntimeException", "java.lang.Error");

    private static final Pattern HOST =
            Pattern.compile("https?://|localhost|amazonaws|(?<![\\d.])\\d{1,3}(\\.\\d{1,3}){3}(?![\\d.])");

    private final RouteFile file;
    private final List<RouteFault> faults = new ArrayList<>();

    private RouteHabits(RouteFile file) {
        this.file = file;
    }

    static List<RouteFault> check(RouteFile file) {
        RouteHabits habits = new RouteHabits(file);
        habits.names();
        habits.templates();
        file.units().forEach(habits::unit);
        habits.walk("", file.tree(), "");
        return habits.faults;
    }

    private void names() {
        if (!file.name().matches(KEBAB + Pattern.quote(RouteFile.ENDING))) {
            fault(RouteRule.FILE_NAME, "the file", file.name());
        }
        String opening = file.opening();
        if (opening.isEmpty()) {
            fault(RouteRule.CONTRACT, "the file", "no comment");
        }
        for (String word : List.of("In:", "Out:", "Promise:")) {
            if (file.tree().findValue("route") != null && !opening.contains(word)) {
                fault(RouteRule.CONTRACT, "the file", "no " + word);
            }
        }
        for (JsonNode entry : file.tree()) {
            if (entry.has("beans")) {
                fault(RouteRule.BEANS, "the file", "");
            }
        }
    }

    private void templates() {
        Map<String, Set<String>> templates = new HashMap<>();
        for (JsonNode unit : file.raw()) {
            JsonNode template = unit.path("routeTemplate");
            if (template.has("id")) {
                templates.put(template.path("id").asText(), names(template));
            }
        }
        Set<String> unused = new HashSet<>(templates.keySet());
        for (JsonNode unit : file.raw()) {
            JsonNode route = unit.path("templatedRoute");
            String id = route.path("routeId").asText();
            String reference = route.path("routeTemplateRef").asText();
            unused.remove(reference);
            if (route.isObject() && !templates.containsKey(reference)) {
                fault(RouteRule.TEMPLATE, id, "no template '" + reference + "'");
            } else if (route.isObject() && !templates.get(reference).containsAll(names(route))) {
                fault(RouteRule.TEMPLATE, id, names(route) + " for " + templates.get(reference));
            }
        }
        unused.forEach(template -> fault(RouteRule.TEMPLATE, template, "no route of it"));
    }

    private static Set<String> names(JsonNode owner) {
        Set<String> names = new TreeSet<>();
        owner.path("parameters")
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    private void unit(Unit unit) {
        boolean route = unit.kind().equals("route");
        if (!unit.id().matches(KEBAB) || (route && !(unit.id() + "-").startsWith(file.stage() + "-"))) {
            fault(RouteRule.ROUTE_ID, "a " + unit.kind(), "'" + unit.id() + "'");
        }
        if (unit.node().path("description").asText("").isBlank()) {
            fault(RouteRule.DESCRIPTION, unit.id(), "");
        }
        if (route && unit.node().has("errorHandler")) {
            fault(
                    RouteRule.OWN_ERROR_HANDLER,
                    unit.id(),
                    unit.node().path("errorHandler").toString());
        }
        JsonNode from = unit.node().path("from");
        String uri = from.path("uri").asText("");
        if (uri.startsWith("direct:") && !uri.equals("direct:" + unit.id())) {
            fault(RouteRule.DIRECT_NAME, unit.id(), uri);
        }
        if (uri.startsWith("aws2-s3:")) {
            fault(RouteRule.S3_ENTRANCE, unit.id(), uri);
        }
        JsonNode options = from.path("parameters");
        if (uri.startsWith("aws2-sqs:")
                && (!options.path("headerFilterStrategy").asText("").startsWith("#")
                        || uri.contains("ttributeNames")
                        || options.has("messageAttributeNames")
                        || options.has("attributeNames"))) {
            fault(RouteRule.SQS_ENTRANCE, unit.id(), uri + " " + options);
        }
        List<Step> steps = RouteFile.steps(unit);
        steps.forEach(step -> step(unit, step));
        long count = steps.stream().filter(step -> !step.kind().equals("when")).count();
        if (count > MAX_STEPS) {
            fault(RouteRule.LENGTH, unit.id(), count + " steps, " + MAX_STEPS + " at most");
        }
        for (JsonNode handler : unit.node().path("onException")) {
            catchAll(unit, handler.has("onException") ? handler.path("onException") : handler);
        }
    }

    private void step(Unit unit, Step step) {
        if (!step.node().isObject()) {
            fault(RouteRule.CANONICAL, step.label(), step.kind() + ": " + step.node());
        } else if (!step.id().matches(Pattern.quote(unit.id()) + "\\." + KEBAB)) {
            fault(RouteRule.STEP_ID, step.label(), "'" + step.id() + "'");
        }
        if (step.kind().equals("choice") && step.choices() > 0) {
            fault(RouteRule.NESTED_CHOICE, step.label(), "");
        }
        if (step.kind().startsWith("doTry")) {
            fault(RouteRule.DO_TRY, step.label(), "");
        }
        if (step.node().path("parallelProcessing").asBoolean()
                && !step.node().path("synchronous").asBoolean()) {
            fault(RouteRule.LET_GO, step.label(), "");
        }
        if (step.kind().startsWith("setHeader") && step.node().toString().contains("\"CamelExec")) {
            fault(RouteRule.EXEC_HEADER, step.label(), "");
        }
    }

    private void catchAll(Unit unit, JsonNode handler) {
        boolean all = false;
        for (JsonNode type : handler.path("exception")) {
            all |= CATCH_ALLS.contains(type.asText());
        }
        boolean swallowed = Set.of("handled", "continued").stream()
                .anyMatch(
                        key -> handler.has(key) && !handler.path(key).toString().contains("\"false\""));
        if (all && swallowed) {
            fault(RouteRule.CATCH_ALL, unit.id(), handler.path("exception").toString());
        }
    }

    /** Looks at every key and every text of the file, whatever it belongs to. */
    private void walk(String parent, JsonNode node, String where) {
        if (node.isTextual() && HOST.matcher(node.asText()).find()) {
            fault(RouteRule.LITERAL_HOST, where, node.asText());
        }
        if (node.isArray()) {
            node.forEach(element -> walk(parent, element, where));
        }
        String here = node.path("id").asText(where);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = field.getKey();
            JsonNode value = field.getValue();
            if (!parent.equals("parameters")) {
                language(parent, key, value, here);
            }
            String literal = value.isValueNode() ? value.asText() : "{{";
            if (SECRETS.contains(key) && !literal.contains("{{") && !literal.startsWith("#")) {
                fault(RouteRule.LITERAL_SECRET, here, key);
            }
            // Zero is no number to tune: it means "never".
            if (NUMBERS.contains(key) && literal.matches("[1-9][0-9.]*[a-z]*") && !literal.equals("1")) {
                fault(RouteRule.LITERAL_NUMBER, here, key + ": " + literal);
            }
            walk(key, value, here);
        }
    }

    private void language(String parent, String key, JsonNode value, String where) {
        if (SCRIPTS.contains(key)) {
            fault(RouteRule.SCRIPT, where, key);
        }
        boolean expression = EXPRESSIONS.contains(parent);
        if (expression && LANGUAGES.contains(key) && !value.isObject()) {
            fault(RouteRule.CANONICAL, where, key + ": " + value);
        }
        // `bean: {ref, method}` is the one place where the name of a language is something else.
        if (!expression && LANGUAGES.contains(key) && !Set.of("bean", "method").contains(parent)) {
            fault(RouteRule.CANONICAL, where, key + " without expression:");
        }
    }

    private void fault(RouteRule rule, String where, String detail) {
        faults.add(new RouteFault(rule, file.name(), where, detail));
    }
}
