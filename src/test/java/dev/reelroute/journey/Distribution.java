package dev.reelroute.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reelroute.address.Networks;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Serves a bucket's folder as a CloudFront distribution with a key group does: to signed addresses with a custom policy, which it
 * checks as the Amazon CloudFront Developer Guide says ("Create a signed URL using a custom policy").
 */
final class Distribution implements AutoCloseable {

    private static final List<String> SIGNED_BY = List.of("Policy", "Signature", "Key-Pair-Id");

    /** The key group: ids that CloudFront gave, and the public keys. */
    final Map<String, PublicKey> keys = new ConcurrentHashMap<>();

    private final Path bucket;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Distribution(Path bucket) throws IOException {
        this.bucket = bucket;
        this.server = Machine.server();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            // Its response headers policy.
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            String refusal = refusal(exchange.getRequestURI(), exchange.getRemoteAddress());
            Path file = bucket.resolve(exchange.getRequestURI().getPath().substring(1));
            if (refusal.isEmpty() && Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(200, Files.size(file));
                Files.copy(file, exchange.getResponseBody());
            } else {
                byte[] said = refusal.getBytes(UTF_8);
                exchange.sendResponseHeaders(refusal.isEmpty() ? 404 : 403, said.length == 0 ? -1 : said.length);
                exchange.getResponseBody().write(said);
            }
        }
    }

    /** Empty: it may be had. */
    private String refusal(URI uri, InetSocketAddress client) throws IOException {
        Map<String, String> query = new HashMap<>();
        StringBuilder asked = new StringBuilder(url() + uri.getRawPath());
        for (String each :
                uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
            String name = each.split("=", 2)[0];
            if (!SIGNED_BY.contains(name)) {
                asked.append(asked.indexOf("?") < 0 ? '?' : '&').append(each);
            } else if (query.put(name, each.substring(name.length() + 1)) != null) {
                return "Malformed " + name;
            }
        }
        if (!query.keySet().containsAll(SIGNED_BY)) {
            return "Missing Key-Pair-Id, Policy or Signature";
        }
        PublicKey key = keys.get(query.get("Key-Pair-Id"));
        if (key == null) {
            return "Unknown key";
        }
        byte[] policy = bytes(query.get("Policy"));
        if (!isSigned(key, policy, bytes(query.get("Signature")))) {
            return "Access denied: signature";
        }
        JsonNode statements = Api.JSON.readTree(policy).path("Statement");
        JsonNode condition = statements.path(0).path("Condition");
        if (statements.size() != 1
                || !condition.at("/DateLessThan/AWS:EpochTime").isIntegralNumber()) {
            return "Malformed Policy";
        }
        if (!isMatch(statements.path(0).path("Resource").asText(), asked.toString())) {
            return "Access denied: resource";
        }
        if (Instant.now().getEpochSecond()
                >= condition.at("/DateLessThan/AWS:EpochTime").asLong()) {
            return "Access denied: it has ended";
        }
        String network = condition.at("/IpAddress/AWS:SourceIp").asText("0.0.0.0/0");
        return network.matches("[0-9./]+")
                        && Networks.of(network).matches(client.getAddress().getHostAddress())
                ? ""
                : "Access denied: address";
    }

    /** Of a pattern in which {@code *} stands for any characters, and {@code ?} for one. */
    private static boolean isMatch(String pattern, String url) {
        String expression = pattern.chars()
                .mapToObj(each -> each == '*' ? ".*" : each == '?' ? "." : Pattern.quote(Character.toString(each)))
                .collect(Collectors.joining());
        return url.matches(expression);
    }

    private static boolean isSigned(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance("SHA1withRSA");
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Empty: it is no Base64. */
    private static byte[] bytes(String text) {
        try {
            return Base64.getDecoder()
                    .decode(text.replace('-', '+').replace('_', '=').replace('~', '/'));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
