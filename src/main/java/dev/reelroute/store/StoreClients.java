package dev.reelroute.store;

import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 clients; Camel's {@code aws2-s3} component takes the same one. */
@Configuration(proxyBeanMethods = false)
public class StoreClients {

    private static final int CONNECTIONS = 128;

    @Bean
    S3Client s3Client(StoreProperties store, AwsCredentialsProvider storeCredentials) {
        return client(store, storeCredentials, CONNECTIONS);
    }

    /** Its client is no bean: there is one S3 client for whoever asks for one by its type. */
    @Bean
    ViewersStore viewersStore(StoreProperties store, AwsCredentialsProvider storeCredentials) {
        return new ViewersStore(client(store, storeCredentials, ViewersStore.MOST), store);
    }

    private static S3Client client(StoreProperties store, AwsCredentialsProvider credentials, int connections) {
        var builder = S3Client.builder()
                .region(Region.of(store.region()))
                .credentialsProvider(credentials)
                .forcePathStyle(store.pathStyle())
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(connections)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(30)));
        if (!store.isAws()) {
            // Since 2.30 the SDK adds checksums by default, which some S3-compatible servers refuse.
            builder.endpointOverride(URI.create(store.endpoint()))
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        return builder.build();
    }

    @Bean
    AwsCredentialsProvider storeCredentials(StoreProperties store) {
        return store.accessKey() == null || store.accessKey().isBlank() || store.secretKey() == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey(), store.secretKey()));
    }
}
