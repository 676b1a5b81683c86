package dev.reelroute.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.camel.ContractConfiguration;
import dev.reelroute.camel.PartlyRoutedContract;
import dev.reelroute.failure.FailureCode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.springboot.PlatformHttpComponentAutoConfiguration;
import org.apache.camel.component.platform.http.springboot.PlatformHttpComponentConverter;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformWebMvcConfiguration;
import org.apache.camel.component.rest.openapi.springboot.RestOpenApiComponentAutoConfiguration;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The contract file itself, and what Camel's contract-first REST makes of it on a real HTTP server. */
class ContractTest {

    private static final String DATA = "target/contract-test";

    private static Server server;

    @BeforeAll
    static void start() {
        server = new Server(routedIds());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static final String VALID = "{\"filename\":\"clip.mp4\",\"size\":1024,\"metadata\":{\"album\":\"summer\"}}";

    @Test
    void isValidOpenApiWithoutRemarks() {
        SwaggerParseResult result = parse();
        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).startsWith("3.0.");
    }

    @Test
    void listsEveryFailureCode() {
        Schema<?> codes =
                Objects.requireNonNull(contract().getComponents().getSchemas().get("FailureCode"));
        List<?> listed = codes.getEnum();
        assertThat(listed.stream().map(String::valueOf).toList())
                .isEqualTo(Arrays.stream(FailureCode.values()).map(Enum::name).toList());
    }

    @Test
    void leavesOutWhatIsServedElsewhereAndNothingElse() {
        OpenAPI contract = contract();
        List<String> elsewhere = List.of("api-stream-events", "api-put-subtitles", "api-delete-subtitles");
        assertThat(operationIds(contract)).containsAll(elsewhere);
        assertThat(operationIds(PartlyRoutedContract.routed(contract)))
                .containsExactlyInAnyOrderElementsOf(operationIds(contract).stream()
                        .filter(id -> !elsewhere.contains(id))
                        .toList());
    }

    @Test
    void everyOperationNeedsItsRoute() {
        List<String> incomplete =
                routedIds().stream().filter(id -> !id.equals("api-retry-video")).toList();
        assertThatThrownBy(() -> new Server(incomplete).close())
                .hasStackTraceContaining("1 unmapped operations")
                .hasStackTraceContaining("api-retry-video");
    }

    @Test
    void routesAnswerTheirOperationsAndTheEventStreamIsLeftToSpring() throws Exception {
        assertThat(server.post("/api/videos", VALID)).isEqualTo("200 api-register-video");
        assertThat(server.get("/api/videos")).isEqualTo("200 api-list-videos");
        assertThat(server.get("/api/videos?status=READY&limit=100&cursor=x")).isEqualTo("200 api-list-videos");
        assertThat(server.get("/api/videos/v1")).isEqualTo("200 api-show-video");
        assertThat(server.get("/api/videos/v1/upload")).isEqualTo("200 api-show-upload");
        assertThat(server.post("/api/videos/v1/upload-complete", "{}")).isEqualTo("200 api-complete-upload");
        assertThat(server.post("/api/videos/v1/upload-complete", null)).isEqualTo("200 api-complete-upload");
        assertThat(server.post("/api/videos/v1/cancel", null)).isEqualTo("200 api-cancel-video");
        assertThat(server.get("/api/profiles")).isEqualTo("200 api-list-profiles");
        assertThat(server.get("/api/videos/v1/events")).isEqualTo("200 data:events of v1\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"size\":1024}",
                "{\"filename\":\"\",\"size\":1024}",
                "{\"filename\":\"clip.mp4\",\"size\":0}",
                "{\"filename\":\"clip.mp4\",\"size\":5497558138881}",
                "{\"filename\":\"clip.mp4\",\"size\":\"1024\"}",
                "{\"filename\":\"clip.mp4\",\"size\":1024,\"key\":\"../../etc\"}",
                "{\"filename\":\"clip.mp4\",\"size\":1024,\"metadata\":{\"album\":7}}",
                "{\"filename\":\"clip.mp4\"",
                "",
            })
    void aRegistrationThatBreaksTheContractIsRefused(String body) throws Exception {
        assertThat(server.post("/api/videos", body)).startsWith("400 ");
    }

    @Test
    void anOptionalBodyIsStillHeldAgainstTheContract() throws Exception {
        assertThat(server.post("/api/videos/v1/upload-complete", "{\"parts\":[{\"number\":0,\"etag\":\"x\"}]}"))
                .startsWith("400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=101", "limit=many", "status=DONE", "q=", "sort=size", "counts=2", "cursor=a.b"
            })
    void aListThatBreaksTheContractIsRefused(String query) throws Exception {
        assertThat(server.get("/api/videos?" + query)).startsWith("400 ");
    }

    private static SwaggerParseResult parse() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        return new OpenAPIV3Parser().readLocation("openapi/reelroute.yaml", null, options);
    }

    private static OpenAPI contract() {
        return Objects.requireNonNull(parse().getOpenAPI());
    }

    private static List<String> operationIds(OpenAPI contract) {
        return contract.getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .map(Operation::getOperationId)
                .toList();
    }

    private static List<String> routedIds() {
        return operationIds(PartlyRoutedContract.routed(contract()));
    }

    /** An HTTP server with the contract in front of routes that answer with their own name. */
    private static final class Server implements AutoCloseable {

        private final ServletWebServerApplicationContext context;
        private final HttpClient client = HttpClient.newHttpClient();

        Server(List<String> operations) {
            context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(WebServer.class)
                    .web(WebApplicationType.SERVLET)
                    .properties(Map.of(
                            "server.port",
                            "0",
                            "server.address",
                            "127.0.0.1",
                            "spring.main.banner-mode",
                            "off",
                            "reelroute.data",
                            DATA,
                            "reelroute.http.longest-wait",
                            "20s"))
                    .initializers(fresh -> ((GenericApplicationContext) fresh)
                            .registerBean("answers", RouteBuilder.class, () -> answers(operations)))
                    // The application's own configuration would bring its routes.
                    .run("--spring.config.location=optional:file:target/no-configuration/");
        }

        private static RouteBuilder answers(List<String> operations) {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    restConfiguration().clientRequestValidation(true);
                    rest().openApi().specification("openapi/reelroute.yaml").missingOperation("fail");
                    // An answer without a type of its own gets all types of the contract, joined by commas, and is not
                    // sent.
                    operations.forEach(id -> from("direct:" + id)
                            .routeId(id)
                            .setHeader("Content-Type", constant("application/json"))
                            .setBody(constant(id)));
                }
            };
        }

        String get(String path) throws Exception {
            return send(request(path).GET());
        }

        String post(String path, @Nullable String body) throws Exception {
            return body == null
                    ? send(request(path).POST(HttpRequest.BodyPublishers.noBody()))
                    : send(request(path)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body)));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(
                    URI.create("http://localhost:" + context.getWebServer().getPort() + path));
        }

        private String send(HttpRequest.Builder request) throws Exception {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        TaskExecutionAutoConfiguration.class,
        CamelAutoConfiguration.class,
        RestOpenApiComponentAutoConfiguration.class,
        PlatformHttpComponentConverter.class,
        PlatformHttpComponentAutoConfiguration.class,
        SpringBootPlatformHttpAutoConfiguration.class,
        SpringBootPlatformWebMvcConfiguration.class,
    })
    @Import(ContractConfiguration.class)
    static class WebServer {

        @Bean
        Events events() {
            return new Events();
        }
    }

    @RestController
    static class Events {

        @GetMapping(path = "/api/videos/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        String events(@PathVariable("id") String id) {
            return "data:events of " + id + "\n\n";
        }
    }
}
