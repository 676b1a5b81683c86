package dev.reelroute.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Where clients upload to is signed as the SDK signs it. */
class PresignedUrlsTest {

    private static final Duration VALIDITY = Duration.ofMinutes(90);
    private static final long SIZE = 12_345_678;
    private static final String UPLOAD_ID = "2~a+b/c=é";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://s3.example.org, true, -, video/mp4, clip.mp4",
                "https://s3.example.org:8443, false, -, -, 'a name, with: more+than(plain)~characters é.mp4'",
                "-, false, -, '  video/mp4;   codecs=\"avc1\" ', ..mp4",
                "-, true, a/session+token==, video/mp4, clip%2F.mp4",
            })
    void theSdkSignsTheSame(
            @Nullable String endpoint,
            boolean pathStyle,
            @Nullable String session,
            @Nullable String type,
            String filename) {
        AwsCredentials who = session == null
                ? AwsBasicCredentials.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
                : AwsSessionCredentials.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", session);
        StoreProperties store = new StoreProperties(
                endpoint == null ? "aws" : "http://store:9444",
                endpoint,
                "eu-central-1",
                "reels",
                "a",
                "b",
                pathStyle,
                DataSize.ofBytes(1));
        // The request's own address is of no matter where clients reach the store.
        PresignedUrls ours = new PresignedUrls(store, null, new Signing(store, StaticCredentialsProvider.create(who)));
        String key = "uploads/019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e90/" + filename;

        try (S3Presigner sdk = sdk(store, who)) {
            assertSame(
                    () -> sdk.presignPutObject(presign -> presign.signatureDuration(VALIDITY)
                            .putObjectRequest(put -> put.bucket("reels")
                                    .key(key)
                                    .contentType(type)
                                    .contentLength(SIZE))),
                    () -> ours.put(key, type, SIZE, VALIDITY));
            assertSame(
                    () -> sdk.presignUploadPart(presign -> presign.signatureDuration(VALIDITY)
                            .uploadPartRequest(part -> part.bucket("reels")
                                    .key(key)
                                    .uploadId(UPLOAD_ID)
                                    .partNumber(7)
                                    .contentLength(SIZE))),
                    () -> ours.part(key, UPLOAD_ID, 7, SIZE, VALIDITY));
        }
    }

    /** The time of a signature is the second in which it is made. */
    private static void assertSame(Supplier<PresignedRequest> sdk, Supplier<String> ours) {
        URI expected;
        URI url;
        do {
            expected = URI.create(sdk.get().url().toString());
            url = URI.create(ours.get());
        } while (!String.valueOf(query(expected).get("X-Amz-Date"))
                .equals(query(url).get("X-Amz-Date")));
        assertThat(query(url)).isEqualTo(query(expected));
        assertThat(url.toString().split("\\?")[0]).isEqualTo(expected.toString().split("\\?")[0]);
    }

    private static S3Presigner sdk(StoreProperties store, AwsCredentials who) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(store.region()))
                .credentialsProvider(StaticCredentialsProvider.create(who))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(store.pathStyle())
                        .build());
        if (!store.isAws()) {
            builder.endpointOverride(URI.create(store.endpointForBrowsers()));
        }
        return builder.build();
    }

    private static Map<String, String> query(URI signed) {
        Map<String, String> parameters = new TreeMap<>();
        for (String each : signed.getRawQuery().split("&")) {
            parameters.put(each.split("=", 2)[0], each.split("=", 2)[1]);
        }
        return parameters;
    }
}
