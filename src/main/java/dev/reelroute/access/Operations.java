package dev.reelroute.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The operations of the contract, and what each wants of its caller: the one place where that is said is the contract. */
@Component
public class Operations {

    private static final String CONTRACT = "/openapi/reelroute.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /**
     * @param path in parts, of which those in braces stand for any text
     * @param isForUploadTokens whether a page may call it with one, about a video that was registered with it
     * @param hasLargeBody whether its body may be larger than that of most calls
     */
    public record Operation(
            String id,
            String method,
            List<String> path,
            Scope scope,
            boolean isForUploadTokens,
            boolean hasLargeBody) {

        public boolean isChange() {
            return !method.equals("GET");
        }
    }

    /** @param parameters of the path, by their names */
    public record Call(Operation operation, Map<String, String> parameters) {}

    private final List<Operation> operations;

    Operations() {
        JsonNode contract = contract();
        List<Operation> found = new ArrayList<>();
        String base = contract.at("/servers/0/url").asText();
        for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    found.add(operation(method.getKey(), base + path.getKey(), method.getValue()));
                }
            }
        }
        operations = List.copyOf(found);
    }

    /** What a request asks for; a {@code HEAD} asks as a {@code GET} does. */
    public Optional<Call> find(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        List<String> parts = parts(path);
        for (Operation operation : operations) {
            @Nullable
            Map<String, String> parameters =
                    operation.method().equals(asked) ? parameters(operation.path(), parts) : null;
            if (parameters != null) {
                return Optional.of(new Call(operation, parameters));
            }
        }
        return Optional.empty();
    }

    /** Whether some method is answered at this path. */
    public boolean knows(String path) {
        List<String> parts = parts(path);
        return operations.stream().anyMatch(operation -> parameters(operation.path(), parts) != null);
    }

    private static Operation operation(String method, String path, JsonNode operation) {
        String id = operation.path("operationId").asText();
        Scope scope = Scope.of(Stream.of(operation.path("x-scope").asText())).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(CONTRACT + ": " + id + " has no x-scope"));
        boolean isForUploadTokens = operation.path("x-upload-token").asBoolean();
        boolean hasLargeBody = operation.path("x-large-body").asBoolean();
        return new Operation(
                id, method.toUpperCase(Locale.ROOT), parts(path), scope, isForUploadTokens, hasLargeBody);
    }

    /** @return null when the path is another one */
    private static @Nullable Map<String, String> parameters(List<String> template, List<String> path) {
        if (template.size() != path.size()) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String name = template.get(i);
            String part = path.get(i);
            if (name.startsWith("{") && !part.isEmpty()) {
                parameters.put(name.substring(1, name.length() - 1), part);
            } else if (!name.equals(part)) {
                return null;
            }
        }
        return parameters;
    }

    private static List<String> parts(String path) {
        return List.of(path.split("/", -1));
    }

    private static JsonNode contract() {
        try (InputStream in = Operations.class.getResourceAsStream(CONTRACT)) {
            return new ObjectMapper(new YAMLFactory()).readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
