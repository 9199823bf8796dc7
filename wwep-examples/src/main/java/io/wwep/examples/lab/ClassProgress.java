package io.wwep.examples.lab;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.wwep.protocol.DeviceId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names and ticks of a class, to be saved and restored.
 *
 * @param students in the order of their devices, at most 500
 */
public record ClassProgress(List<StudentState> students) {

    private static final int MAX_LENGTH = 1_000_000;

    /** Copies the list. */
    public ClassProgress {
        students = List.copyOf(students);
        if (students.size() > Devices.MAX) {
            throw new IllegalArgumentException(
                    "there are " + students.size() + " students; a lab keeps at most " + Devices.MAX);
        }
    }

    /** {@return this progress as JSON: an object with the list {@code students}} */
    public String toJson() {
        JsonArray list = new JsonArray();
        for (StudentState student : students) {
            JsonObject one = new JsonObject();
            one.addProperty("device", student.device());
            one.addProperty("name", student.name());
            JsonObject ticks = new JsonObject();
            for (Map.Entry<String, @Nullable Instant> tick : student.ticks().entrySet()) {
                Instant time = tick.getValue();
                ticks.addProperty(tick.getKey(), time == null ? null : time.toString());
            }
            one.add("ticks", ticks);
            list.add(one);
        }
        JsonObject all = new JsonObject();
        all.add("students", list);
        return new GsonBuilder()
                .serializeNulls()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(all);
    }

    /**
     * {@return the progress that {@link #toJson} wrote}
     *
     * @param json at most 1,000,000 characters
     * @throws IllegalArgumentException if the text is no such JSON; the message says where it differs
     */
    public static ClassProgress parse(String json) {
        Objects.requireNonNull(json, "json");
        if (json.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the progress of a class has at most " + MAX_LENGTH + " characters");
        }
        try {
            JsonElement students =
                    object(JsonParser.parseString(json), "the progress").get("students");
            if (students == null || !students.isJsonArray()) {
                throw new IllegalArgumentException("the progress lacks the list \"students\"");
            }
            List<StudentState> all = new ArrayList<>();
            for (JsonElement each : students.getAsJsonArray()) {
                all.add(student(object(each, "student " + (all.size() + 1))));
            }
            return new ClassProgress(all);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("the progress is not JSON", e);
        }
    }

    private static StudentState student(JsonObject json) {
        String device = text(json.get("device"), "device");
        if (device == null) {
            throw new IllegalArgumentException("a student lacks \"device\"");
        }
        String id = DeviceId.parse(device).toString();
        String name = text(json.get("name"), "the name of " + id);
        SortedMap<String, @Nullable Instant> ticks = new TreeMap<>();
        JsonElement given = json.get("ticks");
        if (given != null && !given.isJsonNull()) {
            for (Map.Entry<String, JsonElement> each :
                    object(given, "\"ticks\" of " + id).entrySet()) {
                String time = text(each.getValue(), "a tick of " + id);
                if (Exercise.ofNumber(each.getKey()).isEmpty()) {
                    throw new IllegalArgumentException("a tick of " + id + " is of no exercise; there are 6.1 to 6.7");
                }
                ticks.put(each.getKey(), time == null ? null : time(time, id));
            }
        }
        return new StudentState(id, name == null || name.isBlank() ? null : Names.checked(name), ticks);
    }

    private static Instant time(String text, String id) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a tick of " + id + " has no time such as 2026-11-29T04:10:00Z", e);
        }
    }

    private static JsonObject object(JsonElement element, String what) {
        if (!element.isJsonObject()) {
            throw new IllegalArgumentException(what + " is not a JSON object");
        }
        return element.getAsJsonObject();
    }

    private static @Nullable String text(@Nullable JsonElement element, String what) {
        if (element == null || element instanceof JsonNull) {
            return null;
        }
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw new IllegalArgumentException(what + " is not a text");
        }
        return element.getAsString();
    }
}
