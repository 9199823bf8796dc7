package io.wwep.examples.lab.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import io.wwep.examples.lab.LabEvent;
import io.wwep.examples.lab.LabState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Writes the lab's records as JSON: each with its components, in their order. */
final class LabJson {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .registerTypeAdapter(
                    Instant.class, (JsonSerializer<Instant>) (time, type, context) -> new JsonPrimitive(time(time)))
            .registerTypeAdapter(
                    double.class, (JsonSerializer<Double>) (millis, type, context) -> new JsonPrimitive(millis(millis)))
            .create();

    private LabJson() {}

    static String time(Instant time) {
        return TIME.format(time);
    }

    static BigDecimal millis(double millis) {
        return BigDecimal.valueOf(millis).setScale(1, RoundingMode.HALF_UP);
    }

    /** Returns a record, or a list of them, as JSON. */
    static String text(Object value) {
        return GSON.toJson(value);
    }

    /** What a page gets of an event. */
    record Sent(String type, String data) {}

    static Sent event(LabEvent event) {
        // With Java 17 a switch cannot tell them apart.
        if (event instanceof LabEvent.ExchangeAdded added) {
            return new Sent("exchange", text(added.exchange()));
        }
        if (event instanceof LabEvent.DeviceChanged changed) {
            return new Sent("device", text(changed.device()));
        }
        if (event instanceof LabEvent.BoardChanged changed) {
            return new Sent("board", text(changed.board()));
        }
        if (event instanceof LabEvent.StudentChanged changed) {
            return new Sent("student", text(changed.student()));
        }
        if (event instanceof LabEvent.Sampled sampled) {
            JsonObject all = new JsonObject();
            all.addProperty("skipped", sampled.skipped());
            GSON.toJsonTree(sampled.counts()).getAsJsonObject().asMap().forEach(all::add);
            return new Sent("sampled", text(all));
        }
        return new Sent("reload", "{}");
    }

    /** Returns all of a state but its event's id and who asks for it, as members of an object. */
    static String members(LabState state) {
        return "\"server\":" + text(state.server())
                + ",\"counts\":" + text(state.counts())
                + ",\"exchanges\":" + text(state.exchanges())
                + ",\"devices\":" + text(state.devices())
                + ",\"boards\":" + text(state.boards())
                + ",\"students\":" + text(state.students());
    }

    /** Returns who asks, as a page gets it. */
    static String you(boolean isInstructor, Optional<String> board) {
        JsonObject you = new JsonObject();
        you.addProperty("instructor", isInstructor);
        you.addProperty("board", board.orElse(null));
        return text((JsonElement) you);
    }
}
