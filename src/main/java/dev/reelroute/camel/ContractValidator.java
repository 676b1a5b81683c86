package dev.reelroute.camel;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.SimpleValidationReportFormat;
import com.atlassian.oai.validator.report.ValidationReport;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;
import org.apache.camel.component.rest.openapi.RestOpenApiHelper;
import org.apache.camel.spi.RestClientRequestValidator;
import org.apache.camel.support.MessageHelper;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests against the contract, in place of Camel's {@code OpenApiRestClientRequestValidator}. That one does the same,
 * but reads its settings and compiles the contract's schemas anew for each request, which took two fifths of the processor
 * time of a registration.
 */
class ContractValidator implements RestClientRequestValidator {

    private volatile @Nullable Compiled compiled;

    /** A contract, and what it was compiled to: a reload of the routes brings another one. */
    private record Compiled(OpenAPI contract, OpenApiInteractionValidator validator) {

        static Compiled of(OpenAPI contract) {
            return new Compiled(
                    contract, OpenApiInteractionValidator.createFor(contract).build());
        }
    }

    /** @return null for a request that is as the contract wants it */
    @Override
    public @Nullable ValidationError validate(Exchange exchange, ValidationContext context) {
        OpenAPI contract = Objects.requireNonNull(exchange.getProperty(Exchange.REST_OPENAPI, OpenAPI.class));
        Compiled current = compiled;
        if (current == null || !isSame(current.contract(), contract)) {
            current = Compiled.of(contract);
            compiled = current;
        }
        ValidationReport report = current.validator().validateRequest(request(exchange, contract));
        return report.hasErrors()
                ? new ValidationError(
                        400, SimpleValidationReportFormat.getInstance().apply(report))
                : null;
    }

    /** Comparing all that is in two contracts takes as long as compiling one. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(OpenAPI one, OpenAPI other) {
        return one == other;
    }

    private static SimpleRequest request(Exchange exchange, OpenAPI contract) {
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
        // Only what the header filter lets in has come so far, and what Camel adds of its own.
        message.getHeaders().keySet().stream()
                .filter(name -> !name.startsWith("Camel"))
                .forEach(name -> request.withHeader(name, message.getHeader(name, String.class)));
        String body = MessageHelper.extractBodyAsString(message);
        if (body != null) {
            request.withBody(body);
        }
        String query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        if (query != null) {
            for (String parameter : query.split("&", -1)) {
                int equals = parameter.indexOf('=');
                request.withQueryParam(
                        equals < 0 ? parameter : parameter.substring(0, equals),
                        equals < 0 ? "" : parameter.substring(equals + 1));
            }
        }
        return request.build();
    }
}
