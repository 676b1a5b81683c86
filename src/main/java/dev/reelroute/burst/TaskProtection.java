package dev.reelroute.burst;

import dev.reelroute.task.RunningTasks;
import dev.reelroute.task.WorkerProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Asks Amazon ECS not to stop this worker while it works, by the agent that ECS runs beside each task. Off where there
 * is no such agent, and for workers that end themselves: they belong to no service that could stop them.
 */
@Component
public class TaskProtection {

    private static final Logger LOG = LoggerFactory.getLogger(TaskProtection.class);

    private static final Duration HELD = Duration.ofMinutes(10);
    /** Between two of these a worker that always works can be stopped: a deployment would wait for ever otherwise. */
    private static final Duration GAP = Duration.ofMinutes(1);
    /** Work often follows at once; ECS has a limit for such calls, and all workers of a cluster share it. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RunningTasks running;
    private final String agent;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private boolean held;
    private boolean refused;
    /** When it may be asked for again, on the clock of {@link System#nanoTime}. */
    private long again = System.nanoTime();

    TaskProtection(RunningTasks running, WorkerProperties worker, @Value("${ECS_AGENT_URI:}") String agent) {
        this.running = running;
        this.agent = worker.exitWhenIdle() == null ? agent : "";
    }

    /** Asks for protection when work is under way, and gives it up when there is none. */
    public void look() {
        decide(running.idleFor(), System.nanoTime());
    }

    /**
     * @param idle since the last work; zero: work is under way
     * @param now on the clock of {@link System#nanoTime}
     */
    void decide(Duration idle, long now) {
        if (agent.isEmpty()) {
            return;
        }
        if (idle.isZero() && now - again >= 0) {
            held = tell("{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":" + HELD.toMinutes() + "}");
            again = now + HELD.plus(GAP).toNanos();
        } else if (held && idle.compareTo(IDLE) >= 0) {
            held = !tell("{\"ProtectionEnabled\":false}");
            again = now;
        }
    }

    /** Whether the agent did as it was told. */
    private boolean tell(String state) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(agent + "/task-protection/v1/state"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(state))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 200 && answer.body().contains("\"protection\"")) {
                return true;
            }
            complain(answer.body());
        } catch (IOException e) {
            complain(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Once is enough: without protection work is only handed back when ECS stops the worker. */
    private void complain(String why) {
        LOG.atLevel(refused ? Level.DEBUG : Level.WARN).log("ECS does not protect this worker while it works: {}", why);
        refused = true;
    }
}
