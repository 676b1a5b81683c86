package dev.reelroute.journey;

import com.sun.net.httpserver.HttpServer;
import dev.reelroute.media.Machine;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of OpenTelemetry's traces, by OTLP over HTTP in Protobuf. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<Told> told = new CopyOnWriteArrayList<>();

    /**
     * One span.
     *
     * @param process the instance that it came from
     * @param id of the span; trace and parent as well in hexadecimal digits, the parent empty when there is none
     */
    record Told(String process, String trace, String id, String parent, String name, Span span) {

        private static Told of(String process, Span span) {
            HexFormat hex = HexFormat.of();
            return new Told(
                    process,
                    hex.formatHex(span.getTraceId().toByteArray()),
                    hex.formatHex(span.getSpanId().toByteArray()),
                    hex.formatHex(span.getParentSpanId().toByteArray()),
                    span.getName(),
                    span);
        }

        String attribute(String key) {
            return value(span.getAttributesList(), key);
        }

        double seconds() {
            return (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1e9;
        }
    }

    Collector() {
        try {
            server = Machine.server();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", exchange -> {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            for (ResourceSpans process : request.getResourceSpansList()) {
                String instance = value(process.getResource().getAttributesList(), "service.instance.id");
                process.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList().forEach(span -> told.add(Told.of(instance, span))));
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    private static String value(List<KeyValue> attributes, String key) {
        return attributes.stream()
                .filter(each -> each.getKey().equals(key))
                .map(each -> each.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** All spans so far. */
    List<Told> told() {
        return List.copyOf(told);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
