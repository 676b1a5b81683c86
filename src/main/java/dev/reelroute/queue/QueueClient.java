package dev.reelroute.queue;

import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The SQS client; Camel's {@code aws2-sqs} component takes the same one. */
@Configuration(proxyBeanMethods = false)
class QueueClient {

    @Bean
    SqsClient sqsClient(QueueProperties queue, AwsCredentialsProvider queueCredentials, LongPolls polls) {
        // A long poll receives nothing for its whole time. No request of the API waits for a queue.
        Duration patience = Duration.ofSeconds(queue.longPoll() + 10);
        var builder = SqsClient.builder()
                .region(Region.of(queue.region()))
                .credentialsProvider(queueCredentials)
                // Every consumer uses a connection for the time of its long poll.
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(64)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(patience))
                .overrideConfiguration(options -> options.apiCallTimeout(patience));
        if (!queue.isAws()) {
            builder.endpointOverride(URI.create(queue.endpoint()));
        }
        return polls.of(builder.build());
    }

    @Bean
    AwsCredentialsProvider queueCredentials(QueueProperties queue) {
        return queue.accessKey() == null || queue.accessKey().isBlank() || queue.secretKey() == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(queue.accessKey(), queue.secretKey()));
    }
}
