package dev.reelroute.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes of {@code store.camel.yaml}, without a store. */
class StoreRoutesTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final CountDownLatch failed = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Queue<String> stored = new ConcurrentLinkedQueue<>();
    private final Queue<Object> held = new ConcurrentLinkedQueue<>();

    /** In the place of the claims. */
    public final class Claims {

        public void hold(Object claim) {
            held.add(claim);
        }
    }

    /** As much of it as the routes use. */
    public record Work(String claim) {}

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("claims", new Claims());
        camel.getExecutorServiceManager().registerThreadPoolProfile(new ThreadPools().storeRequests(4));
        load("failures", "leave-to-the-caller");
        load("store", "store-upload-together");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:store-upload-file").process(StoreRoutesTest.this::put);
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void put(Exchange exchange) throws InterruptedException {
        String file = exchange.getMessage().getBody(String.class);
        if (file.equals("refused")) {
            failed.countDown();
            throw new IllegalStateException("The store refuses it");
        }
        // A route that does not wait for it answers meanwhile.
        if (file.equals("slow")) {
            assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(answered.await(200, TimeUnit.MILLISECONDS)).isFalse();
        }
        stored.add(file);
    }

    /** Otherwise a file could still be written when the next attempt has begun. */
    @Test
    void aFailedUploadIsReportedWhenNoOtherGoesOn() {
        Exchange exchange = upload(List.of("slow", "refused", "quick"));

        assertThat(exchange.getException()).hasMessage("The store refuses it");
        assertThat(stored).containsExactlyInAnyOrder("slow", "quick");
        assertThat(held).hasSize(3);
    }

    @Test
    void allFilesAreStored() {
        List<String> files = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");

        assertThat(upload(files).getException()).isNull();
        assertThat(stored).containsExactlyInAnyOrderElementsOf(files);
        assertThat(held).hasSize(9).containsOnly("claim");
    }

    private Exchange upload(List<String> files) {
        Exchange answer = camel.createProducerTemplate().send("direct:store-upload-together", exchange -> {
            exchange.setVariable("work", new Work("claim"));
            exchange.getMessage().setBody(files);
        });
        answered.countDown();
        return answer;
    }

    private void load(String file, String id) throws Exception {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        for (JsonNode item :
                yaml.readTree(Path.of("routes", file + ".camel.yaml").toFile())) {
            if (item.findValuesAsText("id").contains(id)) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.fromString(id + ".yaml", yaml.writeValueAsString(List.of(item))));
            }
        }
    }
}
