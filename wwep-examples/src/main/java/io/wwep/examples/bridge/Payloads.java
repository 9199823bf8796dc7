package io.wwep.examples.bridge;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.wwep.examples.bridge.config.PayloadFormat;
import io.wwep.gateway.Quality;
import io.wwep.gateway.Reading;
import io.wwep.gateway.register.Register;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the payloads of messages. */
final class Payloads {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Payloads() {}

    /** Returns the payload of a good reading. */
    static <T> String value(PayloadFormat format, Register<T> register, T value, Reading<T> reading) {
        if (format == PayloadFormat.PLAIN) {
            return register.text().format(value);
        }
        JsonObject json = new JsonObject();
        json.add("value", json(register, value));
        register.unit().ifPresent(unit -> json.addProperty("unit", unit));
        json.addProperty("quality", Quality.GOOD.name());
        json.addProperty("time", time(reading.time()));
        return json.toString();
    }

    /**
     * Returns the payload of a command's result.
     *
     * @param value the value as JSON, or null if there is none
     */
    static String result(@Nullable JsonPrimitive value, CommandResult result, @Nullable String cause, Instant time) {
        JsonObject json = new JsonObject();
        json.add("value", value);
        json.addProperty("result", result.word());
        json.addProperty("cause", cause);
        json.addProperty("time", time(time));
        return Json.text(json);
    }

    /** Returns a value as a JSON number, boolean or string. NaN and infinity, which JSON lacks, become strings. */
    static <T> JsonPrimitive json(Register<T> register, T value) {
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        String text = register.text().format(value);
        boolean isNumber = value instanceof Number number
                && !(Double.isNaN(number.doubleValue()) || Double.isInfinite(number.doubleValue()));
        return isNumber ? new JsonPrimitive(new BigDecimal(text)) : new JsonPrimitive(text);
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
