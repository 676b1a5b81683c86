package dev.reelroute.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What was added up or multiplied, as people read it: three decimals, of what is less than one its first four digits. */
class ShortNumber extends JsonSerializer<Double> {

    private static final int DECIMALS = 3;

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider any) throws IOException {
        BigDecimal exact = BigDecimal.valueOf(value);
        int exponent = exact.precision() - exact.scale() - 1;
        BigDecimal rounded = exact.setScale(DECIMALS + Math.max(0, -exponent), RoundingMode.HALF_UP);
        json.writeNumber(
                rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
    }
}
