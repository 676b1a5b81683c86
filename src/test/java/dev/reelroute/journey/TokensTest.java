package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.reelroute.access.Keys;
import dev.reelroute.journey.Api.Answer;
import dev.reelroute.media.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer that runs, and tokens that are almost so. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class TokensTest {

    private final int port = Machine.freePort();
    private final String operator = Keys.random();
    private Application application;
    private Api api;
    private Issuer issuer;

    @BeforeAll
    void start(@TempDir Path folder) {
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.role=api",
                "--reelroute.access.mode=keys,oidc",
                "--reelroute.access.operator-key=" + operator,
                "--reelroute.access.oidc.issuer=" + Issuer.address(port));
        api = application.api();
        // The issuer need not be there before us.
        ask(Issuer.sign(new JWTClaimsSet.Builder(), Issuer.key("any"))).isProblem(503, "ISSUER_UNAVAILABLE");
        issuer = new Issuer(port);
    }

    @AfterAll
    void stop() {
        issuer.close();
        application.close();
    }

    private Answer ask(String token) {
        return api.get("/api/videos", "Authorization", "Bearer " + token);
    }

    private String token(Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> more) {
        JWTClaimsSet.Builder claims = issuer.claims().claim("tenant", "red").claim("scope", "openid read upload");
        return Issuer.sign(more.apply(claims), issuer.key());
    }

    @Test
    void aTokenIsOfItsTenantAndHasItsScopes() {
        String red = token(claims -> claims);
        String body = api.registration("a.mp4", 7).toString();
        String id = api.post("/api/videos", body, "Authorization", "Bearer " + red)
                .json()
                .path("id")
                .asText();
        assertThat(ask(red).json().at("/items/0/tenant").asText()).isEqualTo("red");
        assertThat(ask(token(claims -> claims.claim("tenant", "blue"))).body()).doesNotContain(id);
        assertThat(ask(token(claims -> claims.claim("scope", List.of("read")))).status())
                .isEqualTo(200);
        ask(token(claims -> claims.claim("scope", "upload readers"))).isProblem(403, "SCOPE_MISSING");
        ask(token(claims -> claims.claim("scope", null))).isProblem(403, "SCOPE_MISSING");
        String operates = token(claims -> claims.claim("tenant", null).claim("scope", "operate"));
        assertThat(ask(operates).body()).contains(id);
        assertThat(api.get("/actuator/prometheus", "Authorization", "Bearer " + operates)
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/actuator/prometheus", "Authorization", "Bearer " + red)
                        .status())
                .isEqualTo(403);
        assertThat(ask(operator).status()).as("a key, beside tokens").isEqualTo(200);
    }

    @Test
    void aTokenThatIsAlmostRightIsNotTaken() {
        RSAKey stranger = Issuer.key("of the issuer");
        JWTClaimsSet.Builder good = issuer.claims().claim("tenant", "red").claim("scope", "read");
        assertThat(ask(Issuer.sign(good, issuer.key())).status()).isEqualTo(200);
        String[] parts = Issuer.sign(good, issuer.key()).split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        Map<String, String> tokens = Map.ofEntries(
                Map.entry("another key", Issuer.sign(good, stranger)),
                Map.entry("an unknown key", Issuer.sign(good, Issuer.key("other"))),
                Map.entry("not signed", none + "." + parts[1] + "."),
                Map.entry("claims of another", parts[0] + "." + none + "." + parts[2]),
                Map.entry("another issuer", token(claims -> claims.issuer("http://localhost:1"))),
                Map.entry("another audience", token(claims -> claims.audience("another"))),
                Map.entry("no audience", token(claims -> claims.audience((String) null))),
                Map.entry(
                        "over",
                        token(claims ->
                                claims.expirationTime(Date.from(Instant.now().minusSeconds(120))))),
                Map.entry("without an end", token(claims -> claims.expirationTime(null))),
                Map.entry(
                        "not yet",
                        token(claims ->
                                claims.notBeforeTime(Date.from(Instant.now().plusSeconds(120))))),
                Map.entry("of no tenant", token(claims -> claims.claim("tenant", null))),
                Map.entry("of none that can be", token(claims -> claims.claim("tenant", "?"))),
                Map.entry("of several", token(claims -> claims.claim("tenant", List.of("red", "blue")))));
        tokens.forEach((what, token) -> {
            Answer answer = ask(token);
            assertThat(answer.status()).as(what).isEqualTo(401);
            answer.isProblem(401, "UNAUTHENTICATED");
            assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        });
    }

    @Test
    void anUploadTokenMayBeASubjects() {
        String red = token(claims -> claims.subject("bob"));
        JsonNode issued = api.post("/api/upload-tokens", "{}", "Authorization", "Bearer " + red)
                .json();
        String bearer = "Bearer " + issued.path("token").asText();
        String body = api.registration("a.mp4", 7).toString();
        JsonNode video = api.post("/api/videos", body, "Authorization", bearer).json();
        String path = "/api/videos/" + video.path("id").asText();
        assertThat(api.get(path, "Authorization", bearer).json().path("tenant").asText())
                .isEqualTo("red");
        String blue = token(claims -> claims.claim("tenant", "blue"));
        String token = "/api/upload-tokens/" + issued.path("id").asText();
        delete(token, blue).isProblem(404, "NOT_FOUND");
        // Another of its tenant's, as the subject may have left.
        assertThat(delete(token, token(claims -> claims.subject("eve"))).status())
                .isEqualTo(204);
        api.get(path, "Authorization", bearer).isProblem(401, "UNAUTHENTICATED");
    }

    private Answer delete(String path, String bearer) {
        return api.send(api.request(path, "Authorization", "Bearer " + bearer).DELETE());
    }

    @Test
    void theLogNamesTheSubject() {
        try (LogWatch log = new LogWatch()) {
            api.post(
                    "/api/videos",
                    api.registration("a.mp4", 7).toString(),
                    "Authorization",
                    "Bearer " + token(claims -> claims.subject("bob \"\n{}")));
            // It is written when the answer is.
            await().until(() -> log.messages("audit").size() == 1);
            assertThat(Api.parse(log.messages("audit").get(0)).path("caller").asText())
                    .isEqualTo("user:bob \"\n{}");
        }
    }
}
