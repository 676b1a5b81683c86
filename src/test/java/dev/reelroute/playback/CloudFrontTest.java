package dev.reelroute.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.playback.PlaybackProperties.Distribution;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is signed for CloudFront, and with what. */
class CloudFrontTest {

    private static final String URL = "https://d111.cloudfront.net/videos/";
    private static final String ID = "K2JCJMDEHXQW5F";
    private static final String VIDEO = "019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e90";
    private static final KeyPair PAIR = pair();
    private static final String KEY = pem("PRIVATE KEY", PAIR.getPrivate().getEncoded());
    private static final Pattern ADDRESS =
            Pattern.compile("(.*)\\?Policy=([A-Za-z0-9_~-]+)&Signature=([A-Za-z0-9_~-]+)&Key-Pair-Id=" + ID);

    @Test
    void onePolicyIsForAllThatIsBelowTheVideosPrefix() throws GeneralSecurityException {
        UnaryOperator<String> addresses = addresses(null);
        Matcher address = ADDRESS.matcher(addresses.apply("720p/0001-1.m4s"));
        assertThat(address.matches()).isTrue();
        assertThat(address.group(1)).isEqualTo(URL + VIDEO + "/720p/0001-1.m4s");
        String policy = text(address.group(2));
        assertThat(policy)
                .isEqualTo("{\"Statement\":[{\"Resource\":\"" + URL + VIDEO
                        + "/*\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":1900000000}}}]}");
        Signature signature = Signature.getInstance("SHA1withRSA");
        signature.initVerify(PAIR.getPublic());
        signature.update(policy.getBytes(UTF_8));
        assertThat(signature.verify(bytes(address.group(3)))).isTrue();
        // A player knows a segment again, in the same playlist and in one that it asks for later.
        assertThat(addresses.apply("a/b.vtt").split("\\?")[1])
                .isEqualTo(addresses(null).apply("c.mp4").split("\\?")[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, '},\"IpAddress\":{\"AWS:SourceIp\":\"203.0.113.0/24\"}}}]}'",
        // CloudFront would refuse every viewer.
        "2001:db8::/32, '1900000000}}}]}'",
    })
    void theNetworkIsThePolicys(String network, String end) {
        Matcher address = ADDRESS.matcher(addresses(network).apply("x"));
        assertThat(address.matches()).isTrue();
        assertThat(text(address.group(2))).endsWith(end);
    }

    @Test
    void aKeyAsOlderOpensslWritesItIsTaken() {
        // What PKCS #8 has around a key of RSA takes 26 bytes.
        byte[] plain = PAIR.getPrivate().getEncoded();
        String older = pem("RSA PRIVATE KEY", Arrays.copyOfRange(plain, 26, plain.length));
        assertThat(CloudFront.of(new Distribution(URL, ID, older)).key()).isEqualTo(PAIR.getPrivate());
    }

    @ParameterizedTest
    @CsvSource({
        "'', K1, key, cloudfront.url",
        "d111.cloudfront.net/videos, K1, key, cloudfront.url",
        "https://d111.cloudfront.net/*, K1, key, cloudfront.url",
        "https://d111.cloudfront.net/videos?x=1, K1, key, cloudfront.url",
        "https://d111.cloudfront.net/videos, '', key, cloudfront.key-pair-id",
        "https://d111.cloudfront.net/videos, K1&x, key, cloudfront.key-pair-id",
        "https://d111.cloudfront.net/videos, K1, '', cloudfront.private-key",
        "https://d111.cloudfront.net/videos, K1, secret, cloudfront.private-key",
        "https://d111.cloudfront.net/videos, K1, halved, cloudfront.private-key",
        "https://d111.cloudfront.net/videos, K1, elliptic, cloudfront.private-key",
    })
    void whatCannotSignEndsTheStart(String url, String id, String key, String said) throws GeneralSecurityException {
        String pem = switch (key) {
            case "key" -> KEY;
            case "halved" -> pem("PRIVATE KEY", Arrays.copyOf(PAIR.getPrivate().getEncoded(), 400));
            case "elliptic" ->
                pem(
                        "PRIVATE KEY",
                        KeyPairGenerator.getInstance("EC")
                                .generateKeyPair()
                                .getPrivate()
                                .getEncoded());
            default -> key;
        };
        assertThatThrownBy(() -> CloudFront.of(new Distribution(url, id, pem)))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("reelroute.playback." + said)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("MII");
    }

    private static UnaryOperator<String> addresses(@Nullable String network) {
        return CloudFront.of(new Distribution(URL, ID, KEY))
                .addresses(Pass.of(VIDEO, Instant.ofEpochSecond(1_900_000_000), network, null));
    }

    private static String text(String encoded) {
        return new String(bytes(encoded), UTF_8);
    }

    private static byte[] bytes(String encoded) {
        return Base64.getDecoder()
                .decode(encoded.replace('-', '+').replace('_', '=').replace('~', '/'));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
