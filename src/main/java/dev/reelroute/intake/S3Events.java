package dev.reelroute.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.store.StoreProperties;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads S3 event notifications in all the forms in which they reach a queue: directly from S3 ({@code Records}, keys
 * URL-encoded), wrapped by SNS ({@code Message}), or from EventBridge ({@code detail}, keys as they are). Format: the
 * event message structure of the Amazon S3 user guide, version 2.x, and its EventBridge counterpart.
 */
@Component
public class S3Events {

    private static final Logger LOG = LoggerFactory.getLogger(S3Events.class);

    private final ObjectMapper mapper;
    private final String bucket;
    private final String prefix;

    S3Events(ObjectMapper mapper, StoreProperties store, IntakeProperties intake) {
        this.mapper = mapper;
        this.bucket = store.bucket();
        this.prefix = intake.prefix();
    }

    /** The objects of our bucket and prefix that were created; empty for everything else, such as {@code s3:TestEvent}. */
    public List<ObjectSeen> read(String body) {
        try {
            return read(mapper.readTree(body));
        } catch (JsonProcessingException e) {
            LOG.warn("A message of the event queue is not JSON and is dropped: {}", e.getOriginalMessage());
            return List.of();
        }
    }

    private List<ObjectSeen> read(JsonNode event) throws JsonProcessingException {
        if (event.path("Type").asText().equals("Notification") && event.has("Message")) {
            return read(mapper.readTree(event.get("Message").asText()));
        }
        List<ObjectSeen> objects = new ArrayList<>();
        for (JsonNode each : event.path("Records")) {
            if (each.path("eventName").asText().contains("ObjectCreated:")) {
                String key = URLDecoder.decode(each.at("/s3/object/key").asText(), StandardCharsets.UTF_8);
                add(objects, each.at("/s3/bucket/name"), key, each.at("/s3/object/eTag"), each.at("/s3/object/size"));
            }
        }
        if (event.path("detail-type").asText().equals("Object Created")) {
            JsonNode detail = event.path("detail");
            String key = detail.at("/object/key").asText();
            add(objects, detail.at("/bucket/name"), key, detail.at("/object/etag"), detail.at("/object/size"));
        }
        return objects;
    }

    private void add(List<ObjectSeen> objects, JsonNode bucketName, String key, JsonNode etag, JsonNode size) {
        if (bucketName.asText().equals(bucket) && key.startsWith(prefix) && !key.endsWith("/")) {
            objects.add(new ObjectSeen(key, etag.asText().replace("\"", ""), size.asLong()));
        }
    }
}
