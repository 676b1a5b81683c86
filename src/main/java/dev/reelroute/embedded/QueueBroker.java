package dev.reelroute.embedded;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.OneForOneStrategy;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Status;
import org.apache.pekko.actor.SupervisorStrategy;
import org.apache.pekko.japi.pf.DeciderBuilder;
import org.apache.pekko.pattern.BackoffOpts;
import org.apache.pekko.pattern.BackoffSupervisor;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.msg.CancelMessageMoveTask;
import org.elasticmq.msg.CreateQueue;
import org.elasticmq.msg.StartMessageMoveTask;
import org.elasticmq.persistence.CreateQueueMetadata;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.server.config.ElasticMQServerConfig;
import org.elasticmq.util.NowProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Either;
import scalikejdbc.ConnectionPool$;
import scalikejdbc.ConnectionPoolSettings;

/**
 * ElasticMQ, which checks no signatures, where nobody else can reach it: at a free port, under a path that is a secret.
 * Requests of SQS name a queue by its URL, which contains that path. Two kinds do not: moving messages between queues,
 * which is not used here, and making a queue, which ElasticMQ does before it has looked at the path. So {@link #make}
 * does that in another way.
 */
final class QueueBroker {

    private static final Logger LOG = LoggerFactory.getLogger(QueueBroker.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ACTORS = "elasticmq";
    /** Until the file is opened again, when it could not be written. */
    private static final Duration SOON = Duration.ofMillis(200);

    private static final Duration LATER = Duration.ofSeconds(2);

    private final ActorSystem actors;
    private final ActorRef queues;
    private final SQSRestServer server;

    /** @param settings as ElasticMQ knows them; the context path of the node is the secret one */
    QueueBroker(Config settings) {
        ElasticMQServerConfig config = new ElasticMQServerConfig(settings);
        this.actors = ActorSystem.create(ACTORS);
        Option<ActorRef> keeper = config.sqlQueuePersistenceConfig().enabled()
                ? Option.apply(
                        actors.actorOf(begunAnew(Props.create(SqlQueuePersistenceActor.class, () -> keeper(config)))))
                : Option.empty();
        this.queues = actors.actorOf(Props.create(
                QueueManagerActor.class,
                () -> new QueueManagerActor(new NowProvider(), StrictSQSLimits$.MODULE$, keeper)));
        if (keeper.isDefined()) {
            succeeds(ask(keeper.get(), new QueueEvent.Restore(queues)).toCompletableFuture());
        } else {
            for (CreateQueueMetadata queue : CollectionConverters.asJava(config.baseQueues())) {
                succeeds(ask(queues, new CreateQueue(queue.toCreateQueueData())).toCompletableFuture());
            }
        }
        this.server = new TheSQSRestServerBuilder(
                        Option.apply(actors),
                        Option.apply(actors.actorOf(Props.create(Gate.class, () -> new Gate(queues)))),
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        0,
                        config.nodeAddress(),
                        false,
                        StrictSQSLimits$.MODULE$,
                        config.awsRegion(),
                        config.awsAccountId(),
                        keeper,
                        config.autoCreateQueues())
                .start();
    }

    /**
     * Who writes the file ends for ever when it can be neither written nor opened again: on a full disk. Then no message would be taken or
     * given out any more. So it is begun anew; what comes meanwhile, and what its queues get afterwards, is in the memory alone.
     */
    private static Props begunAnew(Props keeper) {
        return BackoffSupervisor.props(BackoffOpts.onStop(keeper, "keeper", SOON, LATER, 0.1)
                .withSupervisorStrategy(new OneForOneStrategy(
                        false, DeciderBuilder.matchAny(QueueBroker::onFault).build()))
                .withReplyWhileStopped(OperationSuccessful$.MODULE$));
    }

    private static SupervisorStrategy.Directive onFault(Throwable fault) {
        LOG.info("The file of the embedded queues is opened again: {}", fault.getMessage());
        LOG.debug("Who writes the file of the embedded queues has ended", fault);
        return SupervisorStrategy.stop();
    }

    /**
     * ElasticMQ makes one pool of connections for each JVM, by its first keeper: the next one would get connections to a file that
     * was closed, or to that of another broker.
     */
    private static SqlQueuePersistenceActor keeper(ElasticMQServerConfig config) {
        SqlQueuePersistenceConfig file = config.sqlQueuePersistenceConfig();
        ConnectionPool$ pools = ConnectionPool$.MODULE$;
        ConnectionPoolSettings settings = pools.singleton$default$4();
        pools.singleton(
                file.uri(),
                file.username(),
                file.password(),
                settings,
                pools.singleton$default$5(file.uri(), file.username(), file.password(), settings));
        return new SqlQueuePersistenceActor(file, config.baseQueues());
    }

    /** Where it listens, without the secret path. */
    URI address() {
        return URI.create(
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    }

    /** Makes a queue with the attributes that all of them have; done when the answer is there. */
    CompletionStage<?> make(String name) {
        return ask(queues, new CreateQueue(named(name).toCreateQueueData()));
    }

    /** Stops at once. The server itself would wait for polls whose answer nobody needs any more. */
    void stop() {
        actors.terminate();
        actors.getWhenTerminated().toCompletableFuture().join();
    }

    private static CreateQueueMetadata named(String name) {
        return new CreateQueueMetadata(
                name,
                Option.empty(),
                Option.empty(),
                Option.empty(),
                0,
                0,
                Option.empty(),
                false,
                false,
                Option.empty(),
                Option.empty(),
                Map$.MODULE$.empty());
    }

    private static CompletionStage<Object> ask(ActorRef actor, Object message) {
        return Patterns.ask(actor, message, PATIENCE);
    }

    private static void succeeds(CompletableFuture<Object> question) {
        Object answer;
        try {
            answer = question.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The embedded queues do not start", e);
        }
        if (answer instanceof Either<?, ?> either && either.isLeft()) {
            throw new IllegalStateException("The embedded queues do not start: " + either);
        }
    }

    /** What may be requested over HTTP. */
    private static final class Gate extends AbstractActor {

        private final ActorRef queues;

        private Gate(ActorRef queues) {
            this.queues = queues;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(StartMessageMoveTask.class, message -> refuse())
                    .match(CancelMessageMoveTask.class, message -> refuse())
                    .match(CreateQueue.class, message -> refuse())
                    .matchAny(message -> queues.forward(message, getContext()))
                    .build();
        }

        private void refuse() {
            getSender().tell(new Status.Failure(new UnsupportedOperationException("Not here.")), getSelf());
        }
    }
}
