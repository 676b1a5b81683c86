package dev.reelroute.burst;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reelroute.task.WorkerProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent that ECS runs beside a task, as its documentation describes it. */
@SuppressWarnings("NullAway.Init") // by start()
class TaskProtectionTest {

    private static final String ON =
            "PUT /task-protection/v1/state {\"ProtectionEnabled\":true,\"ExpiresInMinutes\":10}";
    private static final String OFF = "PUT /task-protection/v1/state {\"ProtectionEnabled\":false}";
    private static final Duration BUSY = Duration.ZERO;
    private static final Duration IDLE = Duration.ofSeconds(40);

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private String answer = "{\"protection\":{\"ProtectionEnabled\":true,\"ExpirationDate\":\"2026-01-01T00:10:00Z\"}}";
    private HttpServer agent;
    private TaskProtection protection;

    @BeforeEach
    void start() throws IOException {
        agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agent.createContext("/", exchange -> {
            told.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        agent.start();
        protection = protection(null, "http://127.0.0.1:" + agent.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        agent.stop(0);
    }

    @Test
    void aWorkerIsProtectedWhileItWorks() {
        look(IDLE, 0);
        assertThat(told).isEmpty();

        look(BUSY, 5);
        look(BUSY, 10);
        assertThat(told).containsExactly(ON);

        look(Duration.ofSeconds(3), 15);
        assertThat(told).as("work often follows at once").containsExactly(ON);
        look(IDLE, 60);
        look(IDLE, 65);
        assertThat(told).containsExactly(ON, OFF);

        look(BUSY, 70);
        assertThat(told).containsExactly(ON, OFF, ON);
    }

    @Test
    void aWorkerThatAlwaysWorksCanBeStoppedNowAndThen() {
        for (int second = 0; second < 3600; second += 5) {
            look(BUSY, second);
        }
        // Ten minutes, and one without.
        assertThat(told).hasSize(6).containsOnly(ON);
    }

    @Test
    void whatTheAgentRefusesIsAskedForAgainLater() {
        answer = "{\"failure\":{\"Arn\":\"task\",\"Reason\":\"TASK_NOT_VALID\"}}";
        look(BUSY, 0);
        look(IDLE, 60);
        assertThat(told).as("nothing to give up").containsExactly(ON);

        look(BUSY, 661);
        assertThat(told).containsExactly(ON, ON);
    }

    @Test
    void anAgentThatIsAwayHarmsNothing() {
        agent.stop(0);
        look(BUSY, 0);
        assertThat(told).isEmpty();
    }

    @Test
    void withoutAnAgentAndInABurstNobodyIsAsked() {
        protection = protection(null, "");
        look(BUSY, 0);
        protection = protection(
                Duration.ofMinutes(2), "http://127.0.0.1:" + agent.getAddress().getPort());
        look(BUSY, 0);
        assertThat(told).isEmpty();
    }

    private static TaskProtection protection(Duration exitWhenIdle, String agent) {
        return new TaskProtection(null, new WorkerProperties(exitWhenIdle), agent);
    }

    private final long begun = System.nanoTime() + Duration.ofMinutes(1).toNanos();

    private void look(Duration idle, int second) {
        protection.decide(idle, begun + Duration.ofSeconds(second).toNanos());
    }
}
