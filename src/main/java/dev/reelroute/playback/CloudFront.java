package dev.reelroute.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reelroute.address.PublicAddress;
import dev.reelroute.failure.Misconfigured;
import dev.reelroute.playback.PlaybackProperties.Distribution;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Signs addresses of a CloudFront distribution ("Create a signed URL using a custom policy" of the Amazon CloudFront
 * Developer Guide). The policy is for all that is below a video's prefix, so that a playlist costs one signature, whatever its
 * length; and RSA signs the same as the same, so that players know a segment again when they ask for a playlist that grows.
 *
 * @param folder where the distribution has {@code videos/} of the bucket, without a slash at the end
 * @param keyPairId by which CloudFront knows the public key
 */
record CloudFront(String folder, String keyPairId, PrivateKey key) {

    private static final String SETTING = "reelroute.playback.cloudfront.";

    /** @throws Misconfigured naming the setting, and nothing of the key */
    static CloudFront of(Distribution distribution) {
        if (!distribution.keyPairId().matches("[A-Z0-9]+")) {
            throw new Misconfigured(
                    SETTING + "key-pair-id is '" + distribution.keyPairId() + "', which names no key of CloudFront's.",
                    "Give the id of the public key in the distribution's key group, such as K2JCJMDEHXQW5F.");
        }
        return new CloudFront(folder(distribution.url()), distribution.keyPairId(), key(distribution.privateKey()));
    }

    /** A path of plain names has no {@code *} and no {@code ?}, which would mean something in a policy. */
    private static String folder(String url) {
        try {
            return PublicAddress.of(url).base();
        } catch (IllegalArgumentException e) {
            throw new Misconfigured(
                    SETTING + "url is '" + url + "', which is not an address of videos/.",
                    "Give the address at which the distribution has them, such as https://d111.cloudfront.net/videos.",
                    e);
        }
    }

    private static PrivateKey key(String pem) {
        try {
            @Nullable PrivateKey key = PemContent.of(pem).getPrivateKey();
            if (key instanceof RSAPrivateKey) {
                return key;
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Its message may have something of the key in it.
        }
        throw new Misconfigured(
                SETTING + "private-key is not an RSA key in PEM.",
                "Make one with: openssl genrsa 2048, and give its public half to the distribution's key group.");
    }

    /** For all files of the pass's video, by their names relative to its prefix. */
    UnaryOperator<String> addresses(Pass pass) {
        String prefix = folder + "/" + pass.video() + "/";
        // CloudFront knows networks of IPv4 alone.
        String network = pass.address() == null || pass.address().contains(":")
                ? ""
                : ",\"IpAddress\":{\"AWS:SourceIp\":\"" + pass.address() + "\"}";
        byte[] policy = ("{\"Statement\":[{\"Resource\":\"" + prefix
                        + "*\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":"
                        + pass.expires().getEpochSecond() + "}" + network + "}}]}")
                .getBytes(UTF_8);
        String query =
                "?Policy=" + text(policy) + "&Signature=" + text(signature(policy)) + "&Key-Pair-Id=" + keyPairId;
        return name -> prefix + SdkHttpUtils.urlEncodeIgnoreSlashes(name) + query;
    }

    /** SHA-1 is what CloudFront reads. What is signed is written by us alone, so that nobody can choose two of one sum. */
    private byte[] signature(byte[] policy) {
        try {
            Signature signature = Signature.getInstance("SHA1withRSA");
            signature.initSign(key);
            signature.update(policy);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM signs with RSA", e);
        }
    }

    /** CloudFront's Base64, which needs no escapes in a query. */
    private static String text(byte[] bytes) {
        return Base64.getEncoder()
                .encodeToString(bytes)
                .replace('+', '-')
                .replace('=', '_')
                .replace('/', '~');
    }
}
