package io.wwep.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JSON object on one line, for scripts. Members keep the order in which they were added. */
final class JsonObject {

    private static final int FIRST_PRINTABLE = 0x20;

    private final Map<String, String> members = new LinkedHashMap<>();

    /**
     * Adds a member.
     *
     * @param value a text, a number, a boolean, an object, a list of these, or null
     */
    JsonObject with(String name, @Nullable Object value) {
        members.put(name, json(value));
        return this;
    }

    private static String json(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof JsonObject) {
            return String.valueOf(value);
        }
        return value instanceof List<?> list
                ? list.stream().map(JsonObject::json).collect(Collectors.joining(",", "[", "]"))
                : quoted(value.toString());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < FIRST_PRINTABLE || Character.isSurrogate((char) character)) {
                quoted.append(String.format("\\u%04x", character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
