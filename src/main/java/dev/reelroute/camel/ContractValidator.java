package dev.reelroute.camel;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import dev.reelroute.failure.RequestFault;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;
import org.apache.camel.component.rest.openapi.RestOpenApiHelper;
import org.apache.camel.spi.RestClientRequestValidator;
import org.apache.camel.support.MessageHelper;
import org.jspecify.annotations.Nullable;

/**
 * Validates requests against the contract, in place of Camel's {@code OpenApiRestClientRequestValidator}. Camel's
 * validator does the same, but reads its settings and compiles the contract's schemas again for each request, which
 * took two fifths of the processor time of a registration.
 */
class ContractValidator implements RestClientRequestValidator {

    private volatile @Nullable Compiled compiled;

    /** A contract, and its compiled form; a reload of the routes brings a new contract. */
    record Compiled(OpenAPI contract, OpenApiInteractionValidator validator, Set<String> parameters) {

        static Compiled of(OpenAPI contract) {
            Set<String> parameters = contract.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .flatMap(operation ->
                            Stream.ofNullable(operation.getParameters()).flatMap(List::stream))
                    .filter(parameter -> "query".equals(parameter.getIn()))
                    .map(Parameter::getName)
                    .collect(Collectors.toSet());
            OpenApiInteractionValidator validator = OpenApiInteractionValidator.createFor(contract)
                    // Otherwise a misspelt filter would be ignored, and the answer would list all videos.
                    .withLevelResolver(LevelResolver.create()
                            .withLevel("validation.request.parameter.query.unexpected", ValidationReport.Level.ERROR)
                            // Who calls was looked at before, and the header is not let in.
                            .withLevel("validation.request.security", ValidationReport.Level.IGNORE)
                            .build())
                    .build();
            return new Compiled(contract, validator, parameters);
        }
    }

    /**
     * @return null for a request that the contract allows
     */
    @Override
    public @Nullable ValidationError validate(Exchange exchange, ValidationContext context) {
        OpenAPI contract = Objects.requireNonNull(exchange.getProperty(Exchange.REST_OPENAPI, OpenAPI.class));
        Map<String, List<String>> query;
        try {
            query = query(exchange.getMessage().getHeader(Exchange.HTTP_QUERY, String.class));
        } catch (IllegalArgumentException e) {
            return new ValidationError(400, RequestFault.ENCODING.of("The query"));
        }
        // The validator accepts a number with blanks around it; the code that reads the number does not.
        if (query.values().stream().flatMap(List::stream).anyMatch(value -> !value.equals(value.strip()))) {
            return new ValidationError(400, RequestFault.BLANKS.of("A parameter"));
        }
        Compiled current = compiled;
        if (current == null || !isSame(current.contract(), contract)) {
            current = Compiled.of(contract);
            compiled = current;
        }
        @Nullable String body = MessageHelper.extractBodyAsString(exchange.getMessage());
        @Nullable
        String unreadable =
                body == null || !isJson(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class))
                        ? null
                        : OneReading.fault(body);
        if (unreadable != null) {
            return new ValidationError(400, unreadable);
        }
        ValidationReport report = current.validator().validateRequest(request(exchange, contract, query, body));
        if (report.hasErrors()) {
            return new ValidationError(400, ContractFaults.of(report));
        }
        // Only parameters that were validated are passed on: a request's own header of such a name is not.
        current.parameters()
                .forEach(name -> query.getOrDefault(name, List.of())
                        .forEach(value -> exchange.getMessage().setHeader(name, value)));
        return null;
    }

    /** @throws IllegalArgumentException for a percent sign that encodes nothing */
    private static Map<String, List<String>> query(@Nullable String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (raw != null) {
            for (String parameter : raw.split("&", -1)) {
                int equals = parameter.indexOf('=');
                query.computeIfAbsent(
                                decoded(equals < 0 ? parameter : parameter.substring(0, equals)),
                                name -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Comparing two contracts in full takes as long as compiling one. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(OpenAPI one, OpenAPI other) {
        return one == other;
    }

    /** Without a type, a body is read as JSON as well. */
    private static boolean isJson(@Nullable String type) {
        return type == null || type.toLowerCase(Locale.ROOT).contains("json");
    }

    private static SimpleRequest request(
            Exchange exchange, OpenAPI contract, Map<String, List<String>> query, @Nullable String body) {
        Message message = exchange.getMessage();
        String base = RestOpenApiHelper.determineBasePath(
                exchange.getContext(),
                exchange.getContext().getComponent("rest-openapi", RestOpenApiComponent.class),
                null,
                contract);
        String path = message.getHeader(Exchange.HTTP_PATH, String.class);
        SimpleRequest.Builder request = new SimpleRequest.Builder(
                message.getHeader(Exchange.HTTP_METHOD, String.class),
                path.startsWith(base) ? path.substring(base.length()) : path,
                false);
        boolean isEmpty = body == null || body.isEmpty();
        // Only what the header filter lets in has come this far, and what Camel itself adds. The type of nothing says
        // nothing: some programs call it a form.
        message.getHeaders().keySet().stream()
                .filter(name -> !name.startsWith("Camel") && !(isEmpty && name.equalsIgnoreCase(Exchange.CONTENT_TYPE)))
                .forEach(name -> request.withHeader(name, message.getHeader(name, String.class)));
        if (body != null) {
            request.withBody(body);
        }
        query.forEach(request::withQueryParam);
        return request.build();
    }
}
