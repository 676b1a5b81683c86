package dev.reelroute.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.access.Operations.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Tells the log who changed what: one line of JSON for each call that changes something, under the name {@code audit}. */
@Component
public class Audit {

    private static final Logger LOG = LoggerFactory.getLogger("audit");

    private final Doorkeeper doorkeeper;
    private final ObjectMapper json;

    Audit(Doorkeeper doorkeeper, ObjectMapper json) {
        this.doorkeeper = doorkeeper;
        this.json = json;
    }

    /** Of a call that was answered, also of one that was refused. Its path has ids, and no secrets. */
    void tell(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        doorkeeper
                .call(request)
                .filter(call -> call.operation().isChange())
                .ifPresent(call ->
                        LOG.info(line(caller, call, Doorkeeper.path(request), response.getStatus(), made(response))));
    }

    private String line(Caller caller, Call call, String path, int status, @Nullable String made) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("caller", caller.subject());
        put(line, "name", caller.name());
        put(line, "tenant", caller.tenant());
        line.put("operation", call.operation().id());
        put(line, "video", path.startsWith("/api/videos/") ? call.parameters().get("id") : made);
        line.put("path", path);
        line.put("status", status);
        try {
            // A path may hold what a terminal obeys, or what turns the rest of the line around.
            return json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and a number make JSON", e);
        }
    }

    /** The id of a video that was registered. */
    private static @Nullable String made(HttpServletResponse response) {
        @Nullable String location = response.getHeader(HttpHeaders.LOCATION);
        return location == null ? null : location.substring(location.lastIndexOf('/') + 1);
    }

    private static void put(Map<String, Object> line, String name, @Nullable String value) {
        if (value != null) {
            line.put(name, value);
        }
    }
}
