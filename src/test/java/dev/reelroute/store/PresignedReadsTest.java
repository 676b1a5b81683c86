package dev.reelroute.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What is signed here, thousands at a time, is what the SDK signs. */
class PresignedReadsTest {

    private static final String KEY = "videos/019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e90/720p/0001-1.m4s";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://127.0.0.1:9444, true, -, -",
                "https://s3.example.org, true, -, private",
                "https://s3.example.org:8443, false, -, 'private, max-age=31536000, immutable'",
                "-, false, -, -",
                "-, true, a/session+token==, 'private, max-age=60'",
            })
    void theSdkSignsTheSame(
            @Nullable String endpoint, boolean pathStyle, @Nullable String session, @Nullable String cacheControl) {
        AwsCredentials who = session == null
                ? AwsBasicCredentials.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
                : AwsSessionCredentials.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", session);
        StoreProperties store = store(endpoint == null ? "aws" : endpoint, endpoint, pathStyle);
        Duration validity = Duration.ofMinutes(90);
        for (String key : new String[] {KEY, "videos/x/a name, with: more+than(plain)~characters é.m4s"}) {
            URI signed = sdk(store, who, key, cacheControl, validity);
            Map<String, String> expected = query(signed);
            String folder = signed.toString().split("videos/", 2)[0];

            URI ours = URI.create(
                    new PresignedReads(store, null, new Signing(store, StaticCredentialsProvider.create(who)))
                            .reads(folder, time(expected.get("X-Amz-Date")), validity)
                            .url(key, cacheControl));

            assertThat(query(ours)).isEqualTo(expected);
            assertThat(ours.toString().split("\\?")[0])
                    .isEqualTo(signed.toString().split("\\?")[0]);
        }
    }

    @Test
    void nobodyIsSentToAStoreThatOnlyWeReach() {
        StoreProperties store = store("http://store:9444", "", true);
        PresignedReads reads = new PresignedReads(
                store,
                null,
                new Signing(store, StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"))));
        assertThatThrownBy(reads::requireReachable)
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("reelroute.playback.way");
    }

    private static StoreProperties store(String endpoint, @Nullable String publicEndpoint, boolean pathStyle) {
        return new StoreProperties(
                endpoint, publicEndpoint, "eu-central-1", "reels", "a", "b", pathStyle, DataSize.ofBytes(1));
    }

    private static URI sdk(
            StoreProperties store, AwsCredentials who, String key, @Nullable String cacheControl, Duration validity) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(store.region()))
                .credentialsProvider(StaticCredentialsProvider.create(who))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(store.pathStyle())
                        .build());
        if (!store.isAws()) {
            builder.endpointOverride(URI.create(store.endpoint()));
        }
        try (S3Presigner presigner = builder.build()) {
            return URI.create(presigner
                    .presignGetObject(presign -> presign.signatureDuration(validity)
                            .getObjectRequest(
                                    get -> get.bucket(store.bucket()).key(key).responseCacheControl(cacheControl)))
                    .url()
                    .toString());
        }
    }

    private static Map<String, String> query(URI signed) {
        Map<String, String> parameters = new TreeMap<>();
        for (String each : signed.getRawQuery().split("&")) {
            parameters.put(each.split("=", 2)[0], each.split("=", 2)[1]);
        }
        return parameters;
    }

    private static Instant time(@Nullable String stamp) {
        return LocalDateTime.parse(stamp, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
    }
}
