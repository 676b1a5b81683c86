package dev.reelroute.playback;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Misconfigured;
import dev.reelroute.failure.Refused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Passes as text for a path: base64url of a version (1 byte), the signing key's id (4), the end in seconds since 1970
 * (8), the video's UUID (16), address and origin (2 for the length of each, and its UTF-8), and the HMAC-SHA-256 of all that.
 * What is signed tells everything, so that nothing has to be looked up.
 */
@Component
public class PlaybackTokens {

    private static final int VERSION = 1;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int LEAST_KEY_BYTES = 32;
    private static final String REMEDY = "Make one with: openssl rand -base64 32";

    /** @param id that a token names it by */
    private record Key(int id, SecretKeySpec secret) {

        static Key of(byte[] bytes) {
            SecretKeySpec secret = new SecretKeySpec(bytes, ALGORITHM);
            byte[] named = mac(secret, "the id of a key".getBytes(StandardCharsets.UTF_8));
            return new Key(ByteBuffer.wrap(named).getInt(), secret);
        }
    }

    /** The first signs, all are believed. */
    private final List<Key> keys;

    PlaybackTokens(PlaybackProperties properties) {
        this.keys = properties.keys().stream()
                .filter(text -> !text.isBlank())
                .map(PlaybackTokens::key)
                .toList();
        if (keys.isEmpty()) {
            throw new Misconfigured(expected("there is none"), REMEDY);
        }
    }

    public String of(Pass pass) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Key key = keys.get(0);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            UUID video = UUID.fromString(pass.video());
            out.writeByte(VERSION);
            out.writeInt(key.id());
            out.writeLong(pass.expires().getEpochSecond());
            out.writeLong(video.getMostSignificantBits());
            out.writeLong(video.getLeastSignificantBits());
            out.writeUTF(pass.address() == null ? "" : pass.address());
            out.writeUTF(pass.origin() == null ? "" : pass.origin());
            out.write(mac(key.secret(), bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text(bytes.toByteArray());
    }

    /**
     * What a token lets its bearer do, now.
     *
     * @param video that is asked for
     * @param client address in digits
     * @param origin header of the request
     * @param referer header of the request
     * @throws Refused PLAYBACK_TOKEN_INVALID, PLAYBACK_TOKEN_EXPIRED; neither tells whether there is such a video
     */
    public Pass require(String token, String video, String client, @Nullable String origin, @Nullable String referer) {
        Pass pass = read(token);
        if (!pass.video().equals(video)) {
            throw new Refused(FailureCode.PLAYBACK_TOKEN_INVALID);
        }
        if (!pass.expires().isAfter(Instant.now())) {
            throw new Refused(FailureCode.PLAYBACK_TOKEN_EXPIRED);
        }
        if (!pass.isFrom(client)) {
            throw new Refused(FailureCode.PLAYBACK_TOKEN_INVALID, "It holds for another IP address.");
        }
        if (!pass.isOf(origin, referer)) {
            throw new Refused(FailureCode.PLAYBACK_TOKEN_INVALID, "It holds for pages of another site.");
        }
        return pass;
    }

    private Pass read(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            // One pass has one text: in others the last character may have bits that nobody reads.
            if (bytes.length <= MAC_BYTES || !text(bytes).equals(token)) {
                throw new Refused(FailureCode.PLAYBACK_TOKEN_INVALID);
            }
            int signed = bytes.length - MAC_BYTES;
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, signed));
            int version = in.readUnsignedByte();
            int key = in.readInt();
            if (version != VERSION
                    || !isSigned(key, Arrays.copyOf(bytes, signed), Arrays.copyOfRange(bytes, signed, bytes.length))) {
                throw new Refused(FailureCode.PLAYBACK_TOKEN_INVALID);
            }
            Instant expires = Instant.ofEpochSecond(in.readLong());
            UUID video = new UUID(in.readLong(), in.readLong());
            return new Pass(video.toString(), expires, nullIfEmpty(in.readUTF()), nullIfEmpty(in.readUTF()));
        } catch (IllegalArgumentException | IOException e) {
            throw new Refused(FailureCode.PLAYBACK_TOKEN_INVALID, null, e);
        }
    }

    private boolean isSigned(int id, byte[] content, byte[] mac) {
        return keys.stream()
                .filter(key -> key.id() == id)
                .anyMatch(key -> MessageDigest.isEqual(mac(key.secret(), content), mac));
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] mac(SecretKeySpec secret, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA256", e);
        }
    }

    private static Key key(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip().replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw Misconfigured.notBase64(expected("one is something else"), REMEDY, text, e);
        }
        if (bytes.length < LEAST_KEY_BYTES) {
            throw new Misconfigured(expected("one has " + bytes.length), REMEDY);
        }
        return Key.of(bytes);
    }

    private static String expected(String found) {
        return "reelroute.playback.keys: expected the base64 of 32 bytes or more, and " + found + ".";
    }
}
