package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What API and worker ask of store and queues is what the roles of {@code deploy/aws/template.json} let them. */
class RolesTest {

    private static final Pattern STORE =
            Pattern.compile("^(GET|HEAD|PUT|POST|DELETE) /reelroute/?([^ ?]*)(\\S*) HTTP/");
    private static final Pattern QUEUE =
            Pattern.compile("(?s)AmazonSQS\\.(\\w+)(?:.*\"Queue(?:Url|Name)\":\"[^\"]*reelroute-(\\w+)\")?");

    @Test
    void nobodyAsksForMoreThanItsRoleAllows(@TempDir Path folder) throws Exception {
        Clips clips = new Clips(folder);
        Path clip = clips.makeWithAudio(
                "film.mp4", "testsrc2=s=320x180:r=25:d=5", "sine=d=5", "-c:v", "libx264", "-c:a", "aac");
        Path broken = Files.writeString(folder.resolve("broken.mp4"), "no film");
        // Only its store and its queues are used.
        try (Application stores = Application.start(
                        folder.resolve("stores"), "--reelroute.role=api", "--reelroute.intake.poll-period=3600000");
                Asked byApi = new Asked(stores);
                Asked byWorker = new Asked(stores);
                Application api = Application.start(
                        folder.resolve("api"),
                        Application.with(
                                        Application.with(stores.stores(), byApi.settings()),
                                        List.of("--reelroute.role=api", "--spring.jmx.enabled=false"))
                                .toArray(String[]::new))) {
            Path log = folder.resolve("worker.log");
            Process worker = Processes.worker(api, log, byWorker.settings().toArray(String[]::new));
            try {
                Processes.awaitStart(log);
                String id = api.api().upload(clip);
                api.api().awaitReady(id);
                api.api().awaitEnd(api.api().upload(broken), Duration.ofMinutes(1));
                JsonNode registered = api.api().register("large.mp4", 12_000_000);
                String large = registered.path("id").asText();
                JsonNode upload = registered.path("upload");
                api.api().putPart(upload, upload.path("parts").get(0), new byte[12_000_000]);
                assertThat(api.api().get("/api/videos/" + large + "/upload").status())
                        .isEqualTo(200);
                List.of(id, large).forEach(each -> api.api().delete("/api/videos/" + each));
                await("the end of its objects")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> byApi.calls.stream().anyMatch(call -> call.startsWith("s3:DeleteObject"))
                                && byApi.calls.stream().anyMatch(call -> call.startsWith("s3:AbortMultipartUpload")));
            } finally {
                worker.destroy();
                worker.waitFor(10, TimeUnit.SECONDS);
            }
            assertThat(refused(byApi.calls, allowed("Api", ""))).as("API").isEmpty();
            assertThat(refused(byWorker.calls, allowed("WorkersWorker", "")))
                    .as("worker")
                    .isEmpty();
            assertThat(byWorker.calls)
                    .contains("s3:GetObject uploads", "s3:PutObject videos", "sqs:ReceiveMessage bulk");
            // Without one of its permissions it would be noticed.
            assertThat(refused(byWorker.calls, allowed("WorkersWorker", "s3:PutObject")))
                    .containsExactly("s3:PutObject videos");
        }
    }

    /** What goes to store and queues, as IAM calls it: the action, and the first part of the key, or the queue's last word. */
    private static final class Asked implements AutoCloseable {

        private final Set<String> calls = new ConcurrentSkipListSet<>();
        private final FaultProxy store;
        private final FaultProxy queue;

        Asked(Application stores) {
            store = new FaultProxy(stores.port("reelroute.embedded.store-port"), 0, 1);
            queue = new FaultProxy(stores.port("reelroute.embedded.queue-port"), 0, 2);
            store.hear(piece -> hear(STORE, piece, RolesTest::storeAction));
            queue.hear(piece -> hear(
                    QUEUE,
                    piece,
                    asked -> "sqs:" + asked.group(1).replaceFirst("Batch$", "") + " "
                            + (asked.group(2) == null ? "*" : asked.group(2))));
        }

        private void hear(Pattern form, String piece, Function<Matcher, String> action) {
            Matcher asked = form.matcher(piece);
            if (asked.find()) {
                calls.add(action.apply(asked));
            }
        }

        List<String> settings() {
            return List.of(
                    "--reelroute.store.endpoint=http://127.0.0.1:" + store.port(),
                    "--reelroute.queue.endpoint=http://127.0.0.1:" + queue.port());
        }

        @Override
        public void close() throws IOException {
            store.close();
            queue.close();
        }
    }

    private static String storeAction(Matcher asked) {
        String method = asked.group(1);
        String key = asked.group(2);
        String query = asked.group(3);
        if (key.isEmpty()) {
            return method.equals("POST")
                    ? "s3:DeleteObject videos"
                    : (query.matches("\\?uploads\\b.*") ? "s3:ListBucketMultipartUploads" : "s3:ListBucket")
                            + " bucket";
        }
        boolean part = query.contains("uploadId=");
        String action = switch (method) {
            case "GET", "HEAD" -> part ? "ListMultipartUploadParts" : "GetObject";
            case "DELETE" -> part ? "AbortMultipartUpload" : "DeleteObject";
            default -> "PutObject";
        };
        return "s3:" + action + " " + key.replaceFirst("/.*", "");
    }

    private static List<String> refused(Set<String> calls, Set<String> allowed) {
        return calls.stream()
                .filter(call -> !allowed.contains(call) && !allowed.contains(call.replaceFirst(" .*", " *")))
                .toList();
    }

    /** @param without an action that is left out */
    private static Set<String> allowed(String task, String without) throws IOException {
        JsonNode resources = new ObjectMapper()
                .readTree(Path.of("deploy/aws/template.json").toFile())
                .path("Resources");
        Set<String> allowed = new TreeSet<>();
        resources.properties().stream()
                .filter(each -> each.getKey().startsWith(task + "TaskRoleDefaultPolicy"))
                .flatMap(each -> all(each.getValue().at("/Properties/PolicyDocument/Statement")))
                .forEach(statement -> all(statement.path("Action"))
                        .map(JsonNode::asText)
                        .filter(action -> !action.equals(without))
                        .forEach(action -> all(statement.path("Resource"))
                                .forEach(resource -> allowed.add(action + " " + name(resource)))));
        assertThat(allowed).as(task).isNotEmpty();
        return allowed;
    }

    private static String name(JsonNode resource) {
        String text = resource.toString();
        Matcher named = Pattern.compile("\"/(uploads|videos)/\\*\"|\"Queues([A-Z][a-z]+)")
                .matcher(text);
        if (named.find()) {
            return named.group(1) != null ? named.group(1) : named.group(2).toLowerCase(Locale.ROOT);
        }
        return text.contains("\"StoreVideos") ? "bucket" : resource.asText();
    }

    private static Stream<JsonNode> all(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
    }
}
