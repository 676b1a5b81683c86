package dev.reelroute.camel;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.component.rest.openapi.DefaultRestOpenapiProcessorStrategy;

/**
 * Lets the contract name operations that no route answers: those marked {@code x-served-by}. All others still need
 * their route ({@code missingOperation=fail}), and only those are registered with the HTTP server as Camel's.
 *
 * <p>Camel 4.17 has no list of exceptions: {@code fail} wants a route for every operation, and {@code ignore} would
 * answer 204 where a route was forgotten. It has to be a bean: Camel gives its context to beans only.
 */
public final class PartlyRoutedContract extends DefaultRestOpenapiProcessorStrategy {

    private static final String SERVED_BY = "x-served-by";

    private volatile Set<String> operations = Set.of();

    @Override
    public void validateOpenApi(OpenAPI contract, String basePath, PlatformHttpConsumerAware consumer)
            throws Exception {
        OpenAPI routed = routed(contract);
        super.validateOpenApi(routed, basePath, consumer);
        operations = routed.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(Operation::getOperationId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The operations of the contract in force that routes answer. */
    Set<String> operations() {
        return operations;
    }

    /** The same contract without the operations that controllers answer. */
    public static OpenAPI routed(OpenAPI contract) {
        Paths paths = new Paths();
        contract.getPaths().forEach((path, item) -> {
            PathItem kept = new PathItem().parameters(item.getParameters());
            for (Map.Entry<PathItem.HttpMethod, Operation> entry :
                    item.readOperationsMap().entrySet()) {
                if (!isServedElsewhere(entry.getValue())) {
                    kept.operation(entry.getKey(), asRegistered(entry.getValue()));
                }
            }
            if (!kept.readOperations().isEmpty()) {
                paths.addPathItem(path, kept);
            }
        });
        return new OpenAPI(contract.getSpecVersion())
                .openapi(contract.getOpenapi())
                .info(contract.getInfo())
                .servers(contract.getServers())
                .components(contract.getComponents())
                .paths(paths);
    }

    /**
     * Where the body is optional, its type is optional too: a server that is told which types the operation takes would
     * refuse a request that has neither. Camel still validates a body that is there against the contract.
     */
    private static Operation asRegistered(Operation operation) {
        RequestBody body = operation.getRequestBody();
        if (body == null || Boolean.TRUE.equals(body.getRequired())) {
            return operation;
        }
        return new Operation()
                .operationId(operation.getOperationId())
                .parameters(operation.getParameters())
                .responses(operation.getResponses());
    }

    private static boolean isServedElsewhere(Operation operation) {
        return operation.getExtensions() != null && operation.getExtensions().containsKey(SERVED_BY);
    }
}
