package dev.reelroute.trace;

import dev.reelroute.failure.Misconfigured;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Tells OpenTelemetry what happened to a video. Each span is written when it has ended, by the process that saw it; a collector that is
 * away costs the spans of that time, and nothing else.
 */
@Component
public class Traces implements DisposableBean {

    private static final int LAST_SECONDS = 2;
    private static final AttributeKey<String> VIDEO = AttributeKey.stringKey("reelroute.video");

    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;
    private final SpanIds ids = new SpanIds();

    /** @throws Misconfigured when the endpoint is no address */
    Traces(TraceProperties properties, @Value("${reelroute.role}") String role) {
        if (properties.endpoint().isBlank()) {
            this.provider = null;
            this.tracer = null;
            return;
        }
        // What waits is bounded by the library (2,048 spans), and so is what it says of a collector that is away.
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setResource(Resource.getDefault().merge(Resource.create(process(role))))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter(properties))
                        .setScheduleDelay(Duration.ofSeconds(1))
                        .build())
                .build();
        this.tracer = provider.get("reelroute");
    }

    /** Tells nobody. */
    public static Traces none() {
        return new Traces(new TraceProperties("", ""), "none");
    }

    private static OtlpHttpSpanExporter exporter(TraceProperties properties) {
        String endpoint = properties.endpoint().strip();
        String scheme = "";
        try {
            scheme = String.valueOf(URI.create(endpoint).getScheme());
        } catch (IllegalArgumentException e) {
            // As one without a scheme.
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Misconfigured(
                    "reelroute.trace.endpoint is '" + endpoint + "', which is not an address of OTLP over HTTP.",
                    "Give the whole address, such as http://localhost:4318/v1/traces, or leave it empty.");
        }
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint)
                .setHeaders(properties::headersByName)
                .build();
    }

    private static Attributes process(String role) {
        return Attributes.builder()
                .put("service.name", "reelroute")
                .put(
                        "service.instance.id",
                        host() + "-" + ProcessHandle.current().pid())
                .put("reelroute.role", role)
                .build();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /**
     * A video is in the ledger. Everything else is told below this.
     *
     * @param how what brought it, such as {@code register}
     */
    public void begun(String video, String how, Instant since) {
        tell(video, null, video, how, since, Instant.now(), Map.of(), null);
    }

    /** Something has happened to a video, beside the work of its tasks. */
    public void happened(String video, String what, Instant since) {
        tell(video, video, null, what, since, Instant.now(), Map.of(), null);
    }

    /**
     * An attempt at a task has begun, after it waited for a worker.
     *
     * @param since when it became due
     */
    public void waited(String video, String lane, Instant since) {
        tell(video, video, null, "wait in " + lane, since, Instant.now(), Map.of("reelroute.lane", lane), null);
    }

    /**
     * An attempt at a task has ended.
     *
     * @param token its name, which is the owner's of its programs
     * @param what the kind of the task
     * @param trouble why it has no result; null: it has one, or needs none
     */
    public void worked(
            String video,
            String token,
            String what,
            Duration took,
            Map<String, String> attributes,
            @Nullable String trouble) {
        Instant end = Instant.now();
        tell(video, video, token, what, end.minus(took), end, attributes, trouble);
    }

    /**
     * A program has ended.
     *
     * @param token of the attempt that it ran for, which begins with the video's id
     * @param program its name
     */
    public void ran(
            String token, String program, Duration took, Map<String, String> attributes, @Nullable String trouble) {
        Instant end = Instant.now();
        String video = token.substring(0, Math.max(0, token.indexOf('.')));
        tell(video, token, null, program, end.minus(took), end, attributes, trouble);
    }

    private void tell(
            String video,
            @Nullable String parent,
            @Nullable String name,
            String what,
            Instant start,
            Instant end,
            Map<String, String> attributes,
            @Nullable String trouble) {
        Tracer open = tracer;
        if (open == null) {
            return;
        }
        SpanIds.trace(video).ifPresent(trace -> {
            SpanBuilder builder =
                    open.spanBuilder(what).setStartTimestamp(start).setAttribute(VIDEO, video);
            builder.setParent(parent == null ? Context.root() : below(trace, parent));
            attributes.forEach(builder::setAttribute);
            ids.nextIs(name);
            Span span = builder.startSpan();
            ids.nextIs(null);
            if (trouble != null) {
                span.setStatus(StatusCode.ERROR, trouble);
            }
            span.end(end.isBefore(start) ? start : end);
        });
    }

    private static Context below(String trace, String parent) {
        SpanContext above = SpanContext.createFromRemoteParent(
                trace, SpanIds.span(parent), TraceFlags.getSampled(), TraceState.getDefault());
        return Context.root().with(Span.wrap(above));
    }

    /** Sends what is not sent yet; a stop does not wait long for a collector that is away. */
    @Override
    public void destroy() {
        if (provider != null) {
            provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
        }
    }
}
