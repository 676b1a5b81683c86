package dev.reelroute.trace;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids that every process works out for itself, so that nothing of a trace has to be handed on from one to the other: the trace is the
 * video's own id, and a span is known by the name of what it stands for.
 */
final class SpanIds implements IdGenerator {

    private static final IdGenerator RANDOM = IdGenerator.random();

    /** The name of the span that this thread begins next; null: nobody needs to know its id. */
    private final ThreadLocal<@Nullable String> next = new ThreadLocal<>();

    /** 32 hexadecimal digits; empty for what is no id of a video. */
    static Optional<String> trace(String video) {
        try {
            UUID id = UUID.fromString(video);
            return id.getMostSignificantBits() == 0 && id.getLeastSignificantBits() == 0
                    ? Optional.empty()
                    : Optional.of(id.toString().replace("-", ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** 16 hexadecimal digits: the beginning of the name's SHA-256. */
    static String span(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return SpanId.fromLong(ByteBuffer.wrap(digest).getLong() | 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    void nextIs(@Nullable String name) {
        if (name == null) {
            next.remove();
        } else {
            next.set(name);
        }
    }

    @Override
    public String generateSpanId() {
        String name = next.get();
        return name == null ? RANDOM.generateSpanId() : span(name);
    }

    /** Of a span without a parent: a video's first, whose name is the video's id. */
    @Override
    public String generateTraceId() {
        String name = next.get();
        return name == null ? RANDOM.generateTraceId() : trace(name).orElseGet(RANDOM::generateTraceId);
    }
}
