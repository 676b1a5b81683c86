package dev.reelroute.camel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.reelroute.failure.RequestFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is one way to read a body. Of a name that stands there twice, one reader takes the first and another the last; what
 * follows the value, most do not look at. The validator and the routes are two readers, and who stands in front of us is a third. A
 * body of so many values that the validator would be at work for seconds, to list what is wrong with each, is not read to its end.
 */
final class OneReading {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** An upload has as many parts, each a number and an ETag. */
    private static final int MOST_IN_ONE = 1_000;

    private static final int MOST_VALUES = 4_000;

    private OneReading() {}

    /** @return what is wrong, in one sentence; null for nothing */
    static @Nullable String fault(String json) {
        try (JsonParser parser = STRICT.createParser(json)) {
            JsonToken first = parser.nextToken();
            int values = 0;
            while (!parser.getParsingContext().inRoot()) {
                JsonToken token = parser.nextToken();
                values += token.isScalarValue() || token.isStructStart() ? 1 : 0;
                if (values > MOST_VALUES || parser.getParsingContext().getEntryCount() > MOST_IN_ONE) {
                    return RequestFault.MANY.of(ContractFaults.BODY, MOST_IN_ONE, MOST_VALUES);
                }
            }
            return first == null || parser.nextToken() == null
                    ? null
                    : fault(
                            "Something follows its end",
                            parser.currentTokenLocation().getLineNr());
        } catch (JsonProcessingException e) {
            // What goes too deep has no place.
            return fault(
                    e.getOriginalMessage(),
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fault(String what, int line) {
        return RequestFault.NOT_JSON.of(ContractFaults.BODY, what, line);
    }
}
