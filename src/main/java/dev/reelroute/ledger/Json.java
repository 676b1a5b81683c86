package dev.reelroute.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** JSON in columns of the ledger. We wrote it ourselves, so text that cannot be read is a bug, not bad input. */
@Component
public class Json {

    private final ObjectMapper mapper;

    public Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot be written as JSON: " + value, e);
        }
    }

    /** Bytes of what a value is written as. */
    public int size(Object value) {
        try {
            return mapper.writeValueAsBytes(value).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot be written as JSON: " + value, e);
        }
    }

    public <T> T read(@Nullable String text, Class<T> type) {
        try {
            return mapper.readValue(required(text), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a " + type.getSimpleName() + ": " + text, e);
        }
    }

    public <T> T read(@Nullable String text, TypeReference<T> type) {
        try {
            return mapper.readValue(required(text), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a " + type.getType() + ": " + text, e);
        }
    }

    private static String required(@Nullable String text) {
        if (text == null) {
            throw new IllegalStateException("The ledger has no JSON where there must be some");
        }
        return text;
    }
}
