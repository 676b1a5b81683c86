package dev.reelroute.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.store.StoreProperties;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Reads S3 event notifications in all forms in which they reach a queue: directly from S3 ({@code Records}, keys
 * URL-encoded), wrapped by SNS ({@code Message}), or from EventBridge ({@code detail}, keys unencoded). Format: the
 * event message structure of the Amazon S3 user guide, version 2.x, and its EventBridge counterpart. Only the key is
 * taken from a message: anyone who may write to the queue could put any size and ETag into it.
 */
@Component
public class S3Events {

    private final ObjectMapper mapper;
    private final String bucket;
    private final String prefix;

    S3Events(ObjectMapper mapper, StoreProperties store, IntakeProperties intake) {
        this.mapper = mapper;
        this.bucket = store.bucket();
        this.prefix = intake.prefix();
    }

    /**
     * The keys under our prefix of our bucket at which objects were created, each once, and those last that cannot be
     * decoded: at the first of them the message may be given up. Empty for other events, such as {@code s3:TestEvent}.
     *
     * @throws Refused MESSAGE_NOT_READABLE when it is no event
     */
    public List<AnnouncedKey> read(String body) {
        Set<AnnouncedKey> keys = new LinkedHashSet<>();
        read(parse(body), keys);
        return keys.stream()
                .sorted(Comparator.comparing(AnnouncedKey::readable).reversed())
                .toList();
    }

    private void read(JsonNode event, Set<AnnouncedKey> keys) {
        if (event.path("Type").asText().equals("Notification") && event.has("Message")) {
            read(parse(event.get("Message").asText()), keys);
            return;
        }
        if (Stream.of("Records", "Event", "detail-type", "Type").noneMatch(event::has)) {
            throw unreadable("It is no event of S3, SNS or EventBridge.");
        }
        if (event.has("Records") && !event.get("Records").isArray()) {
            throw unreadable("Its Records are no list.");
        }
        for (JsonNode each : event.path("Records")) {
            if (text(each, "/eventName").contains("ObjectCreated:")) {
                add(keys, text(each, "/s3/bucket/name"), decoded(text(each, "/s3/object/key")));
            }
        }
        if (event.path("detail-type").asText().equals("Object Created")) {
            add(keys, text(event, "/detail/bucket/name"), AnnouncedKey.plain(text(event, "/detail/object/key")));
        }
    }

    private JsonNode parse(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refused(FailureCode.MESSAGE_NOT_READABLE, "It is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(JsonNode event, String pointer) {
        JsonNode text = event.at(pointer);
        if (!text.isTextual()) {
            throw unreadable("It has no text at " + pointer + ".");
        }
        return text.asText();
    }

    private static AnnouncedKey decoded(String key) {
        try {
            String decoded = URLDecoder.decode(key, StandardCharsets.UTF_8);
            return decoded.equals(key) ? AnnouncedKey.plain(key) : new AnnouncedKey(List.of(decoded, key), true);
        } catch (IllegalArgumentException e) {
            return new AnnouncedKey(List.of(key), false);
        }
    }

    private static Refused unreadable(String why) {
        return new Refused(FailureCode.MESSAGE_NOT_READABLE, why);
    }

    private void add(Set<AnnouncedKey> keys, String bucketName, AnnouncedKey key) {
        // A key that ends in a slash is a folder that a console has made. If it is a real object, the poll finds it.
        List<String> ours = key.readings().stream()
                .filter(reading -> reading.startsWith(prefix) && !reading.endsWith("/"))
                .toList();
        if (bucketName.equals(bucket) && !ours.isEmpty()) {
            keys.add(new AnnouncedKey(ours, key.readable()));
        }
    }
}
