package dev.reelroute.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.reelroute.api.ApiKey;
import dev.reelroute.api.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes API keys as any other client does: by the HTTP contract. */
final class KeyClient {

    private static final int REFUSED = 400;
    private static final int UNAUTHENTICATED = 401;

    private final URI server;
    private final @Nullable String key;
    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param server its address
     * @param key an operator's; null: none, where access is open
     */
    KeyClient(URI server, @Nullable String key) {
        this.server = server;
        this.key = key;
    }

    /** What the server says instead of what it was asked for, or that there is none. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    /** @param request as the contract has it */
    ApiKey create(Map<String, Object> request) throws Failed, InterruptedException {
        return ask("POST", "", request, ApiKey.class);
    }

    List<ApiKey> list() throws Failed, InterruptedException {
        return ask("GET", "", null, ApiKey.Items.class).items();
    }

    ApiKey revoke(String id) throws Failed, InterruptedException {
        return ask("DELETE", "/" + id, null, ApiKey.class);
    }

    private <T> T ask(String method, String path, @Nullable Object body, Class<T> answer)
            throws Failed, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.toString().replaceAll("/+$", "") + "/api/keys" + path));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            if (body == null) {
                request.method(method, BodyPublishers.noBody());
            } else {
                request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json.writeValueAsString(body)));
            }
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= REFUSED) {
                Problem problem = json.readValue(response.body(), Problem.class);
                String said = problem.detail() == null ? problem.title() : problem.title() + " " + problem.detail();
                throw new Failed(
                        response.statusCode() == UNAUTHENTICATED
                                ? said + " This command takes an operator's from REELROUTE_KEY in the environment."
                                : said);
            }
            return json.readValue(response.body(), answer);
        } catch (IOException e) {
            throw new Failed("There is no Reelroute at " + server + ". Start it first, or say where it is: --server.");
        }
    }
}
