package dev.reelroute.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.ledger.Lane;
import dev.reelroute.queue.LongPolls;
import dev.reelroute.queue.QueueProperties;
import dev.reelroute.queue.QueueProperties.LaneProperties;
import dev.reelroute.store.SourceCache;
import dev.reelroute.store.StoreProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

class DependenciesTest {

    private static final int LOOKS = 10;

    @TempDir
    Path data;

    private final Store store = new Store();
    private final Queue queue = new Queue();

    @Test
    void serversElsewhereAreAskedWithEachLook() throws IOException {
        Dependencies dependencies = dependencies(false);
        look(dependencies, LOOKS);
        assertThat(store.asked).isEqualTo(LOOKS);
        assertThat(queue.asked).isGreaterThanOrEqualTo(LOOKS);
    }

    @Test
    void serversInThisProcessAreAskedAtOnceAndThenSeldom() throws IOException {
        Dependencies dependencies = dependencies(true);
        look(dependencies, 1);
        assertThat(store.asked).isEqualTo(1);
        assertThat(queue.asked).isPositive();
        look(dependencies, LOOKS - 1);
        assertThat(store.asked).isEqualTo(2);
        assertThat(queue.asked).isLessThan(LOOKS);
    }

    @Test
    void oneThatIsAwayIsAskedUntilItIsBack() throws IOException {
        Dependencies dependencies = dependencies(true);
        store.isAway = true;
        look(dependencies, 1);
        assertThat(dependencies.reason(FailureCode.STORE_UNAVAILABLE)).isPresent();
        store.isAway = false;
        look(dependencies, 1);
        assertThat(dependencies.reason(FailureCode.STORE_UNAVAILABLE)).isEmpty();
    }

    @Test
    void whoIsRefusedTheBucketTakesNoWorkUntilItIsGiven() throws IOException {
        Dependencies dependencies = dependencies(false);
        store.refuses = true;
        look(dependencies, 1);
        assertThat(dependencies.lack()).contains(FailureCode.STORE_REFUSED);
        assertThat(dependencies.reason(FailureCode.STORE_UNAVAILABLE)).isEmpty();
        store.refuses = false;
        look(dependencies, 1);
        assertThat(dependencies.lack()).isEmpty();
    }

    @Test
    void aRefusalIsOursWhereTheBucketIsRefusedAsWell() throws IOException {
        Dependencies dependencies = dependencies(false);
        assertThat(dependencies.met(FailureCode.STORE_REFUSED, "one object")).isFalse();
        assertThat(dependencies.lack()).isEmpty();
        store.refuses = true;
        assertThat(dependencies.met(FailureCode.STORE_REFUSED, "one object")).isTrue();
        assertThat(dependencies.lack()).contains(FailureCode.STORE_REFUSED);
    }

    /** Videos would stay queued, and nothing would say why. */
    @Test
    void aQueueThatRefusesUsIsAway() throws IOException {
        Dependencies dependencies = dependencies(false);
        queue.refusal = "InvalidClientTokenId";
        look(dependencies, 1);
        assertThat(dependencies.reason(FailureCode.QUEUE_UNAVAILABLE))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("It refuses us"));
        queue.refusal = "RequestThrottled";
        look(dependencies, 1);
        assertThat(dependencies.reason(FailureCode.QUEUE_UNAVAILABLE)).isEmpty();
    }

    /** What failed has given room back, and the next piece of work would need it again. */
    @Test
    void whoseDiskWasFullTakesNoWorkForAWhileThoughThereIsRoomAgain() throws IOException {
        Dependencies dependencies = dependencies(false);
        dependencies.met(FailureCode.DISK_FULL, "none is free");
        look(dependencies, LOOKS);
        assertThat(dependencies.lack()).contains(FailureCode.DISK_FULL);
    }

    @Test
    void noLongerThanAnyWaitAfterAnOutage() throws IOException {
        Dependencies dependencies = dependencies(false, Duration.ZERO);
        dependencies.met(FailureCode.DISK_FULL, "none is free");
        look(dependencies, 1);
        assertThat(dependencies.lack()).isEmpty();
    }

    private static void look(Dependencies dependencies, int times) {
        for (int i = 0; i < times; i++) {
            dependencies.look();
        }
    }

    private Dependencies dependencies(boolean isHere) throws IOException {
        return dependencies(isHere, Duration.ofMinutes(5));
    }

    private Dependencies dependencies(boolean isHere, Duration longestWait) throws IOException {
        JdbcDataSource ledger = new JdbcDataSource();
        ledger.setUrl("jdbc:h2:mem:");
        StoreProperties bucket = new StoreProperties(
                "http://127.0.0.1", null, "us-east-1", "bucket", null, null, true, DataSize.ofGigabytes(1));
        Map<Lane, LaneProperties> lanes = Stream.of(Lane.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        lane -> new LaneProperties(lane.name().toLowerCase(Locale.ROOT), 1)));
        QueueProperties queues =
                new QueueProperties("http://127.0.0.1", "us-east-1", null, null, lanes, "dead", "events", 20, 60);
        return new Dependencies(
                new StoreProbe(store, bucket),
                new QueueProbe(queue, queues, true),
                new LedgerProbe(ledger),
                new DiskProbe(new Disk(data), new SourceCache(data, bucket), false, false, false, false),
                new LongPolls(queues),
                longestWait,
                isHere,
                isHere);
    }

    private static final class Store implements S3Client {

        private int asked;
        private boolean isAway;
        private boolean refuses;

        @Override
        public HeadBucketResponse headBucket(Consumer<HeadBucketRequest.Builder> request) {
            asked++;
            if (isAway) {
                throw SdkClientException.create("away");
            }
            if (refuses) {
                throw S3Exception.builder().statusCode(403).build();
            }
            return HeadBucketResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {}
    }

    private static final class Queue implements SqsClient {

        private int asked;
        /** What it refuses with; null when it does not. */
        private @Nullable String refusal;

        @Override
        public GetQueueUrlResponse getQueueUrl(Consumer<GetQueueUrlRequest.Builder> request) {
            asked++;
            if (refusal != null) {
                throw SqsException.builder()
                        .statusCode(403)
                        .awsErrorDetails(
                                AwsErrorDetails.builder().errorCode(refusal).build())
                        .build();
            }
            return GetQueueUrlResponse.builder()
                    .queueUrl("http://127.0.0.1/queue")
                    .build();
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {}
    }
}
