package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.burst.Bursts;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.InsertWorker;
import dev.reelroute.media.Clips;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/** Workers that come when work waits, and go when it is done. */
@SuppressWarnings("NullAway.Init") // by JUnit
class BurstTest {

    private static final String CLUSTER = "videos";
    private static final String FAMILY = "reelroute-burst";
    private static final List<String> KEYS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    @TempDir
    private Path folder;

    /** The client of ECS takes the machine's own role, and a machine may have none. */
    @BeforeEach
    void giveKeys() {
        KEYS.forEach(key -> System.setProperty(key, "test"));
    }

    @AfterEach
    void takeKeys() {
        KEYS.forEach(System::clearProperty);
    }

    @Test
    void workersAreAskedForWhileWorkWaitsAndNeverMoreThanAreAllowed() throws Exception {
        try (Moto moto = Moto.start(folder.resolve("moto.log"));
                EcsClient ecs = EcsClient.builder()
                        .endpointOverride(URI.create(moto.endpoint()))
                        .region(Region.US_EAST_1)
                        .build()) {
            ecs.createCluster(create -> create.clusterName(CLUSTER));
            ecs.registerTaskDefinition(define -> define.family(FAMILY)
                    .containerDefinitions(ContainerDefinition.builder()
                            .name("worker")
                            .image("reelroute")
                            .memory(4096)
                            .build()));
            try (Application api = Application.start(
                    folder.resolve("data"),
                    "--reelroute.role=api",
                    "--reelroute.queue.lanes.fast.consumers=2",
                    "--reelroute.burst.enabled=true",
                    "--reelroute.burst.period=300",
                    "--reelroute.burst.after=1s",
                    "--reelroute.burst.most=4",
                    "--reelroute.burst.cluster=" + CLUSTER,
                    "--reelroute.burst.task-definition=" + FAMILY,
                    "--reelroute.burst.subnets=subnet-1,subnet-2",
                    "--reelroute.burst.endpoint=" + moto.endpoint())) {
                Path clip = Files.writeString(folder.resolve("waits.mp4"), "Nobody looks at it");
                for (int i = 0; i < 5; i++) {
                    api.api().upload(clip);
                }
                awaitTasks(ecs, 3);
                look(api);
                assertThat(tasks(ecs)).as("those that are starting count").isEqualTo(3);

                Ledger ledger = api.bean(Ledger.class);
                for (int i = 1; i <= 3; i++) {
                    ledger.run(new InsertWorker("burst-host-" + i, "FAST=2", 2, 1, 1));
                }
                awaitTasks(ecs, 4);
                look(api);
                assertThat(tasks(ecs)).as("at most").isEqualTo(4);

                // All at once: a look between two of them would rightly ask for one more.
                RouteController routes = api.bean(CamelContext.class).getRouteController();
                routes.stopRoute("burst-ask");
                ecs.listTasks(list -> list.cluster(CLUSTER))
                        .taskArns()
                        .forEach(task ->
                                ecs.stopTask(stop -> stop.cluster(CLUSTER).task(task)));
                routes.startRoute("burst-ask");
                awaitTasks(ecs, 3);
            }
        }
    }

    @Test
    @Tag("long")
    void aWorkerEndsItselfWhenItsLanesAreEmpty() throws Exception {
        Path clip = new Clips(folder).make("a.mp4", "testsrc2=s=320x180:r=25:d=2", "-c:v", "libx264");
        Path log = folder.resolve("worker.log");
        try (Application api = Application.start(folder.resolve("data"), "--reelroute.role=api")) {
            String id = api.api().upload(clip);
            Process worker = Processes.worker(
                    api, log, "--reelroute.worker.exit-when-idle=1s", "--reelroute.task.report-period=300");
            try {
                await("its name")
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(workers(api))
                                .singleElement()
                                .asString()
                                .startsWith("burst-"));

                assertThat(worker.waitFor(180, TimeUnit.SECONDS)).as("it ends").isTrue();

                assertThat(worker.exitValue()).isZero();
                assertThat(Files.readString(log))
                        .contains("Nothing to do for 1 s")
                        .doesNotContain("WARN", "ERROR");
                assertThat(api.api().awaitReady(id).path("status").asText())
                        .as("not before its work is done")
                        .isEqualTo("READY");
                assertThat(workers(api)).as("those that are missed").isEmpty();
            } finally {
                worker.destroyForcibly();
            }
        }
    }

    private static List<String> workers(Application api) {
        return api.api().get("/api/status").json().path("workers").findValuesAsText("name");
    }

    private static void look(Application api) {
        for (int i = 0; i < 5; i++) {
            api.bean(Bursts.class).look();
        }
    }

    private static void awaitTasks(EcsClient ecs, int count) {
        await(count + " tasks").atMost(Duration.ofSeconds(30)).until(() -> tasks(ecs) == count);
    }

    /** Tasks that are to run. */
    private static int tasks(EcsClient ecs) {
        List<String> all = ecs.listTasks(list -> list.cluster(CLUSTER)).taskArns();
        return all.isEmpty()
                ? 0
                : (int) ecs.describeTasks(describe -> describe.cluster(CLUSTER).tasks(all)).tasks().stream()
                        .filter(task -> task.desiredStatus().equals("RUNNING"))
                        .map(Task::taskArn)
                        .count();
    }
}
