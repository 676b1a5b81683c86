package dev.reelroute.notify;

import dev.reelroute.failure.Misconfigured;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Standard Webhooks 1.0.0 has it: {@code v1,} and the base64 of HMAC-SHA256 over {@code id.timestamp.body}, one
 * for each secret, separated by spaces.
 */
final class Signature {

    private static final String PREFIX = "whsec_";
    private static final String EXPECTED =
            "reelroute.notify.secrets: expected whsec_ and the base64 of 24 to 64 bytes, and ";
    private static final String REMEDY = "Make one with: echo whsec_$(openssl rand -base64 32)";

    private final List<SecretKeySpec> keys;

    /** @throws Misconfigured with the form that a secret must have */
    Signature(List<String> secrets) {
        this.keys = secrets.stream()
                .filter(secret -> !secret.isBlank())
                .map(Signature::key)
                .toList();
    }

    boolean isPossible() {
        return !keys.isEmpty();
    }

    /** @param timestamp seconds since 1970 */
    String of(String id, long timestamp, String body) {
        byte[] content = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        return keys.stream().map(key -> "v1," + hmac(key, content)).collect(Collectors.joining(" "));
    }

    private static String hmac(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA256", e);
        }
    }

    private static SecretKeySpec key(String secret) {
        String text = secret.strip().replaceFirst("^" + PREFIX, "");
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Misconfigured.notBase64(EXPECTED + "one is something else.", REMEDY, text, e);
        }
        if (bytes.length < 24 || bytes.length > 64) {
            throw new Misconfigured(EXPECTED + "one has " + bytes.length + ".", REMEDY);
        }
        return new SecretKeySpec(bytes, "HmacSHA256");
    }
}
