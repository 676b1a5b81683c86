package dev.reelroute.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.model.SimpleRequest;
import dev.reelroute.camel.ContractValidator.Compiled;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of a request are described in words that its sender can use, whatever the validator's words are. */
class ContractFaultsTest {

    private static final Compiled CONTRACT =
            Compiled.of(new OpenAPIV3Parser().read("src/main/resources/openapi/reelroute.yaml"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                                    | The body lacks filename, size.
        {"filename": "", "size": 0, "profil": "x"}            | The body may not have profil. filename must have 1 or more characters. size must be at least 1.
        {"filename": "a", "size": "x", "metadata": 5}         | metadata must be of type object. size must be of type integer.
        nonsense                                              | The body is no JSON: Unrecognized token 'nonsense': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (line 1).
        []                                                    | The body must be of type object.
                                                              | The body is missing.
        {"filename": "a", "size": 5, "priority": 99}          | priority must be at most 10.
        {"filename": "a", "size": 5, "tenant": "a b"}         | tenant must fit the pattern ^[A-Za-z0-9._-]{1,64}$.
        {"filename": "a", "size": 5, "webhook": 5}            | webhook must be of type string. webhook must be of type object.
        {"filename": "a", "size": 5, "webhook": {"url": "u", "events": ["video.redy"]}} | webhook.events[0] must be one of video.uploaded, video.playable, video.ready, video.failed, video.cancelled, video.deleted, video.progress.
        """)
    void aBody(@Nullable String body, String sentences) {
        SimpleRequest.Builder request =
                new SimpleRequest.Builder("POST", "/videos", false).withContentType("application/json");
        assertThat(said(body == null ? request : request.withBody(body))).isEqualTo(sentences);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        limit  | 0     | limit must be at least 1.
        limit  | ten   | limit must be of type integer.
        status | DONE  | status must be one of AWAITING_UPLOAD, QUEUED, PROCESSING, READY, FAILED, CANCELLED.
        statis | READY | statis is not a parameter of this call.
        """)
    void aParameter(String name, String value, String sentences) {
        assertThat(said(new SimpleRequest.Builder("GET", "/videos", false).withQueryParam(name, value)))
                .isEqualTo(sentences);
    }

    @Test
    void aChangeThatChangesNothing() {
        assertThat(said(new SimpleRequest.Builder("PATCH", "/videos/x", false)
                        .withContentType("application/json")
                        .withBody("{}")))
                .isEqualTo("The body must have 1 or more fields.");
    }

    /** Whoever sends many is helped by some. */
    @Test
    void tenFaultsAreEnough() {
        String labels = IntStream.range(0, 40)
                .mapToObj(i -> "\"k%d\": 1".formatted(i))
                .collect(Collectors.joining(", ", "{", "}"));
        String said = said(new SimpleRequest.Builder("POST", "/videos", false)
                .withContentType("application/json")
                .withBody("{\"filename\": \"a\", \"size\": 5, \"metadata\": " + labels + "}"));
        assertThat(said.split("must be of type string\\.", -1)).hasSize(10 + 1);
    }

    private static String said(SimpleRequest.Builder request) {
        return ContractFaults.of(CONTRACT.validator().validateRequest(request.build()));
    }
}
