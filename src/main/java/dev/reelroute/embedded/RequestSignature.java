package dev.reelroute.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a request, as AWS Signature Version 4 puts it into the header {@code Authorization}, read and not
 * yet checked. Only for requests with a plain path and without a query.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed AWS API request</a>
 */
record RequestSignature(
        String accessKey,
        Instant time,
        String scope,
        String signedHeaders,
        String signature,
        String canonicalHeaders,
        String path,
        String method) {

    /** How far clocks may differ, and how long a recorded request could be sent again. */
    private static final Duration SKEW = Duration.ofMinutes(15);

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String HMAC = "HmacSHA256";

    private static final Pattern AUTHORIZATION = Pattern.compile(ALGORITHM
            + " Credential=(?<key>[^/,\\s]+)/(?<scope>(?<date>\\d{8})/[\\w-]+/(?<service>\\w+)/aws4_request),"
            + "\\s*SignedHeaders=(?<headers>[\\w;-]+),\\s*Signature=(?<signature>[0-9a-f]{64})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What is wrong with a signature, in a sentence for the sender. */
    static class Unsigned extends Exception {

        private static final long serialVersionUID = 1L;

        private final String reason;

        Unsigned(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /**
     * Reads the signature of a request.
     *
     * @param service that the signature must be made for
     * @throws Unsigned when there is no signature, or when it does not cover all that has to be signed
     */
    static RequestSignature of(HttpServletRequest request, String service) throws Unsigned {
        Matcher authorization = AUTHORIZATION.matcher(only(request, "Authorization"));
        if (!authorization.matches() || !service.equals(authorization.group("service"))) {
            throw new Unsigned("The request is not signed by AWS Signature Version 4 for " + service + ".");
        }
        String time = only(request, "X-Amz-Date");
        if (!time.startsWith(authorization.group("date"))) {
            throw new Unsigned("The signature is of another day than the request.");
        }
        List<String> signed = List.of(authorization.group("headers").split(";"));
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            // These headers must be signed, as S3 and SQS demand; any other that is added on the way changes nothing.
            if ((lower.startsWith("x-amz-") || lower.equals("host")) && !signed.contains(lower)) {
                throw new Unsigned("The header " + lower + " is not signed.");
            }
        }
        String headers = signed.stream()
                .map(name -> name + ":" + canonical(request, name) + "\n")
                .collect(Collectors.joining());
        try {
            return new RequestSignature(
                    authorization.group("key"),
                    LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC),
                    authorization.group("scope"),
                    authorization.group("headers"),
                    authorization.group("signature"),
                    headers,
                    request.getRequestURI(),
                    request.getMethod());
        } catch (DateTimeParseException e) {
            throw new Unsigned("X-Amz-Date is no time.");
        }
    }

    /** Checks what can be checked before the body is there. */
    void claims(String knownAccessKey, Instant now) throws Unsigned {
        if (!equal(accessKey, knownAccessKey)) {
            throw new Unsigned("The access key is unknown.");
        }
        if (Duration.between(time, now).abs().compareTo(SKEW) > 0) {
            throw new Unsigned("The request was signed too long ago, or one of the two clocks is wrong.");
        }
    }

    /** Checks the signature itself. */
    void signs(byte[] body, String secretKey) throws Unsigned {
        try {
            String request = String.join(
                    "\n",
                    method,
                    path,
                    "",
                    canonicalHeaders,
                    signedHeaders,
                    HexFormat.of().formatHex(sha256(body)));
            String text = String.join(
                    "\n",
                    ALGORITHM,
                    TIME.format(time),
                    scope,
                    HexFormat.of().formatHex(sha256(request.getBytes(UTF_8))));
            byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
            for (String part : scope.split("/", -1)) {
                key = hmac(key, part);
            }
            if (!equal(signature, HexFormat.of().formatHex(hmac(key, text)))) {
                throw new Unsigned("The signature does not match the request.");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has SHA-256 and its HMAC", e);
        }
    }

    private static String only(HttpServletRequest request, String header) throws Unsigned {
        List<String> values = Collections.list(request.getHeaders(header));
        if (values.size() != 1) {
            throw new Unsigned("The request has no header " + header + ", or several.");
        }
        return values.get(0);
    }

    private static String canonical(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    /** Takes the same time whatever it finds. */
    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(US_ASCII), other.getBytes(US_ASCII));
    }
}
