package dev.reelroute.house;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.house.RouteFile.Step;
import dev.reelroute.house.RouteFile.Unit;
import dev.reelroute.notify.News;
import dev.reelroute.notify.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules that need the whole house: every name leads somewhere, and every route is led to. */
final class RouteWiring {

    /** Keys whose value is the name of a bean, with or without {@code #}. */
    private static final Set<String> BEAN_KEYS = Set.of("aggregationStrategy", "executorService", "routePolicy", "ref");

    /** Components whose path is the name of a bean. */
    private static final Set<String> BEAN_SCHEMES = Set.of("bean", "jdbc", "spring-jdbc", "ref");

    /** Components that lead to a route of the same process. */
    private static final Set<String> INNER = Set.of("direct", "seda");

    /** Where steps of a user's own begin: Java calls them by what the name begins with. */
    private static final List<String> POINTS = Stream.concat(
                    Stream.of(Steps.BEFORE_PUBLISH), Stream.of(News.values()).map(News::point))
            .map(point -> "direct:" + point + "-")
            .toList();

    private final House house;
    private final List<RouteFault> faults = new ArrayList<>();
    /** Where routes begin that others send to, as they are named there, and the file of each. */
    private final Map<String, String> entrances = new HashMap<>();
    /** Routes of which Camel says that their failures are handled. */
    private final Set<String> hiding = new HashSet<>();

    /** Route configurations, by what routes call them. */
    private final Map<String, JsonNode> promises = new HashMap<>();

    private final Set<String> used = new HashSet<>();

    private RouteWiring(House house) {
        this.house = house;
        house.callers().forEach(caller -> used.add("direct:" + caller));
    }

    static List<RouteFault> check(List<RouteFile> files, House house) {
        RouteWiring wiring = new RouteWiring(house);
        wiring.declarations(files);
        files.forEach(file -> wiring.walk(file, "", file.tree(), ""));
        files.forEach(wiring::promised);
        wiring.entrances.forEach((entrance, file) -> {
            if (!wiring.used.contains(entrance) && POINTS.stream().noneMatch((entrance + "-")::startsWith)) {
                wiring.faults.add(new RouteFault(RouteRule.UNUSED, file, entrance, ""));
            }
        });
        return wiring.faults;
    }

    private void declarations(List<RouteFile> files) {
        Set<String> ids = new HashSet<>();
        for (RouteFile file : files) {
            for (Unit unit : file.units()) {
                List<String> named = new ArrayList<>(List.of(unit.id()));
                RouteFile.steps(unit).stream().map(Step::id).forEach(named::add);
                named.stream()
                        .filter(id -> !id.isEmpty() && !ids.add(id))
                        .forEach(id -> fault(RouteRule.ONE_NAME, file, id, ""));
                String uri = unit.node().path("from").path("uri").asText("");
                if (INNER.contains(scheme(uri))) {
                    entrances.put(path(uri), file.name());
                    if (unit.node().findValues("stopOnException").stream().anyMatch(JsonNode::asBoolean)) {
                        hiding.add(uri);
                    }
                }
                if (unit.kind().equals("routeConfiguration")) {
                    promises.put(unit.id(), unit.node());
                }
            }
        }
    }

    private void walk(RouteFile file, String parent, JsonNode node, String where) {
        if (node.isArray()) {
            node.forEach(element -> walk(file, parent, element, where));
        }
        if (node.isTextual()) {
            text(file, parent, node.asText(), where);
        }
        String here = node.path("id").asText(where);
        if (node.path("uri").isTextual() && !parent.equals("from")) {
            target(file, node, here);
        }
        if (Set.of("method", "bean").contains(parent) && node.path("ref").isTextual()) {
            bean(file, node.path("ref").asText(), node.path("method").asText(""), here);
        }
        if (parent.equals("openApi")) {
            operations(file, node.path("specification").asText(), here);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = field.getKey();
            JsonNode value = field.getValue();
            boolean called = key.equals("ref") && Set.of("method", "bean").contains(parent);
            if (BEAN_KEYS.contains(key)
                    && value.isTextual()
                    && !called
                    && !value.asText().startsWith("#")) {
                bean(file, value.asText(), "", here);
            }
            if (key.equals("routeConfigurationId") && !promises.containsKey(value.asText())) {
                fault(RouteRule.PROMISE, file, here, value.asText());
            }
            walk(file, key, value, here);
        }
    }

    private void promised(RouteFile file) {
        for (Unit unit : file.units()) {
            if (hasPromise(unit)) {
                RouteFile.steps(unit).stream()
                        .filter(step -> hiding.contains(step.node().path("uri").asText("")))
                        .forEach(step -> fault(
                                RouteRule.HIDDEN_FAILURE,
                                file,
                                step.id(),
                                step.node().path("uri").asText()));
            }
        }
    }

    /** Whether failures end in this route: a configuration without an error handler leaves them to the caller. */
    private boolean hasPromise(Unit unit) {
        JsonNode configuration =
                promises.get(unit.node().path("routeConfigurationId").asText());
        return configuration != null && !configuration.path("errorHandler").has("noErrorHandler");
    }

    private void text(RouteFile file, String key, String text, String where) {
        Matcher matcher = RouteSyntax.PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            boolean needed = matcher.group(2) == null && !matcher.group().startsWith("{{?");
            // The opening comment of a user's own step says what it needs.
            boolean known = file.opening().contains("set " + matcher.group(1))
                    || house.settings().containsKey(matcher.group(1))
                    || house.keys().contains(matcher.group(1));
            if (needed && !known) {
                fault(RouteRule.PLACEHOLDER, file, where, matcher.group());
            }
        }
        if (text.startsWith("#") && !text.contains("{{") && !text.startsWith("#class:") && !text.startsWith("#type:")) {
            bean(file, text.replaceFirst("^#(bean:)?", ""), "", where);
        }
        // The specification is asked for its operations; the others are only asked whether they are there.
        boolean location = text.matches("(resource:)?(classpath|file):[^{}$]+");
        if (location && !key.equals("uri") && !House.hasResource(text.replaceFirst("^resource:", ""))) {
            fault(RouteRule.RESOURCE, file, where, text);
        }
    }

    private static String scheme(String uri) {
        return uri.substring(0, Math.max(0, uri.indexOf(':')));
    }

    private static String path(String uri) {
        return uri.replaceFirst("\\?.*", "");
    }

    private void target(RouteFile file, JsonNode node, String where) {
        String uri = node.path("uri").asText();
        int colon = uri.indexOf(':');
        if (colon < 0 || uri.contains("${") || uri.contains("{{")) {
            return;
        }
        String scheme = scheme(uri);
        String name = path(uri).substring(colon + 1);
        if (INNER.contains(scheme)) {
            used.add(path(uri));
            if (!entrances.containsKey(path(uri))) {
                fault(RouteRule.TARGET, file, where, uri);
            }
        }
        if (BEAN_SCHEMES.contains(scheme)) {
            Matcher inQuery = Pattern.compile("[?&]method=([^&]+)").matcher(uri);
            String method = inQuery.find()
                    ? inQuery.group(1)
                    : node.path("parameters").path("method").asText("");
            bean(file, name, method, where);
        }
    }

    private void bean(RouteFile file, String name, String call, String where) {
        Class<?> type = house.beans().get(name);
        if (type == null) {
            fault(RouteRule.BEAN, file, where, name);
            return;
        }
        String method = call.replaceFirst("\\(.*", "");
        boolean known = method.isEmpty()
                || method.contains("{{")
                || Arrays.stream(type.getMethods())
                        .anyMatch(candidate -> candidate.getName().equals(method));
        if (!known) {
            fault(RouteRule.BEAN_METHOD, file, where, name + "." + method);
        }
    }

    private void operations(RouteFile file, String specification, String where) {
        String path = specification.replaceFirst("^(classpath|file):/*(src/main/resources/)?", "");
        Set<String> operations = house.operations().get(path);
        if (operations == null) {
            fault(RouteRule.RESOURCE, file, where, specification);
            return;
        }
        operations.forEach(operation -> used.add("direct:" + operation));
        operations.stream()
                .filter(operation -> !entrances.containsKey("direct:" + operation))
                .forEach(operation -> fault(RouteRule.OPERATION, file, where, operation));
    }

    private void fault(RouteRule rule, RouteFile file, String where, String detail) {
        faults.add(new RouteFault(rule, file.name(), where, detail));
    }
}
