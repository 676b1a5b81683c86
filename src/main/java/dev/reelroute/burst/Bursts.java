package dev.reelroute.burst;

import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ListWorkers;
import dev.reelroute.ledger.Statements.OldestInLane;
import dev.reelroute.ledger.Statements.WorkInLane;
import dev.reelroute.queue.QueueProperties;
import dev.reelroute.task.Attendance;
import dev.reelroute.task.TaskProperties;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/**
 * Asks Amazon ECS for more workers while work waits for too long. Remembers nothing: which tasks are alive is asked of
 * ECS, which of them work already is in the ledger, so that another process can go on at any moment.
 */
@Component
public class Bursts {

    private static final Logger LOG = LoggerFactory.getLogger(Bursts.class);

    /** As many tasks as one call of ECS starts. */
    private static final int TASKS_OF_A_CALL = 10;

    private static final int LONGEST_STARTED_BY = 128;

    private final Ledger ledger;
    private final ObjectProvider<EcsClient> ecs;
    private final BurstProperties properties;
    private final QueueProperties queues;
    private final int goneAfter;

    Bursts(
            Ledger ledger,
            ObjectProvider<EcsClient> ecs,
            BurstProperties properties,
            QueueProperties queues,
            TaskProperties tasks) {
        this.ledger = ledger;
        this.ecs = ecs;
        this.properties = properties;
        this.queues = queues;
        this.goneAfter = tasks.goneAfter();
    }

    /** One look. ECS not answering, or refusing, is said in the log; the next look tries again. */
    public void look() {
        List<Demand> lanes = Stream.of(Lane.values()).map(this::demand).toList();
        // Without demand ECS is not asked at all.
        if (Demand.missing(lanes, properties.after(), properties.most(), 0, 0) == 0) {
            return;
        }
        try {
            int alive = alive();
            int missing = Demand.missing(lanes, properties.after(), properties.most(), alive, seen());
            if (missing > 0) {
                LOG.info(
                        "Work has waited {} s. Workers asked for: {}, besides {} of at most {}",
                        lanes.stream().mapToInt(Demand::waited).max().orElse(0),
                        missing,
                        alive,
                        properties.most());
            }
            for (int left = missing; left > 0; left -= TASKS_OF_A_CALL) {
                run(Math.min(left, TASKS_OF_A_CALL));
            }
        } catch (SdkException e) {
            LOG.warn("Workers could not be asked for: {}", e.getMessage());
        }
    }

    private Demand demand(Lane lane) {
        return new Demand(
                ledger.askOne(new WorkInLane(lane)).orElseThrow().due(),
                ledger.askOne(new OldestInLane(lane)).orElseThrow().seconds(),
                Objects.requireNonNull(queues.lanes().get(lane)).consumers());
    }

    /** Tasks that we have asked for and that have not been told to stop, from the moment they were asked for. */
    private int alive() {
        return (int) ecs
                .getObject()
                .listTasksPaginator(list -> list.cluster(properties.cluster())
                        .startedBy(startedBy(properties.taskDefinition()))
                        .desiredStatus(DesiredStatus.RUNNING))
                .taskArns()
                .stream()
                .count();
    }

    private int seen() {
        return (int) ledger.ask(new ListWorkers()).stream()
                .filter(worker -> worker.silent() <= goneAfter && Attendance.endsItself(worker.name()))
                .count();
    }

    private void run(int count) {
        RunTaskRequest.Builder request = RunTaskRequest.builder()
                .cluster(properties.cluster())
                .taskDefinition(properties.taskDefinition())
                .count(count)
                .startedBy(startedBy(properties.taskDefinition()))
                .networkConfiguration(network -> network.awsvpcConfiguration(AwsVpcConfiguration.builder()
                        .subnets(properties.subnets())
                        .securityGroups(properties.securityGroups())
                        .build()));
        if (BurstProperties.isEmpty(properties.capacityProvider())) {
            request.launchType(LaunchType.FARGATE);
        } else {
            request.capacityProviderStrategy(CapacityProviderStrategyItem.builder()
                    .capacityProvider(properties.capacityProvider())
                    .weight(1)
                    .build());
        }
        RunTaskResponse answer = ecs.getObject().runTask(request.build());
        if (answer.hasFailures() && !answer.failures().isEmpty()) {
            Failure first = answer.failures().get(0);
            LOG.warn("{} of {} workers were not started: {}", answer.failures().size(), count, first);
        }
    }

    /**
     * What our tasks are known by: the family of the task definition, whatever its revision, so that a deployment does not make the
     * old ones strangers.
     */
    static String startedBy(@Nullable String taskDefinition) {
        String family = String.valueOf(taskDefinition).replaceFirst("^.*/", "").replaceFirst(":\\d+$", "");
        String name = "burst/" + family;
        return name.substring(0, Math.min(name.length(), LONGEST_STARTED_BY));
    }
}
