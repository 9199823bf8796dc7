package io.wwep.examples;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.wwep.examples.input.Suggestions;
import io.wwep.protocol.DeviceId;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The registers of a device as JSON: {@code {"device":"0FAC","registers":{"05":"0001"}}}. Anything else in the file is
 * an error, so that no typo leaves a register out silently.
 *
 * @param device null if the file has none
 * @param values the values by register
 */
record RegisterFile(@Nullable DeviceId device, SortedMap<Integer, Integer> values) {

    /** Far more than an indented file with all registers needs. */
    static final int MAX_BYTES = 64 * 1024;

    private static final String DEVICE = "device";
    private static final String REGISTERS = "registers";

    private static final Pattern REGISTER = Pattern.compile("\\p{XDigit}{2}");
    private static final Pattern VALUE = Pattern.compile("\\p{XDigit}{4}");
    private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

    private static final int MAX_SHOWN = 20;

    /** Returns the text for these registers, on one line. */
    static String json(DeviceId device, SortedMap<Integer, Integer> values) {
        JsonObject registers = new JsonObject();
        values.forEach(
                (register, value) -> registers.with(String.format("%02X", register), String.format("%04X", value)));
        return new JsonObject().with(DEVICE, device).with(REGISTERS, registers).toString();
    }

    /**
     * Reads the text to its end.
     *
     * @throws BadUsageException if the content is invalid; the message says what is wrong and what to write instead
     * @throws IOException if it cannot be read
     */
    static RegisterFile read(InputStream text) throws IOException {
        byte[] bytes = text.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new BadUsageException("it is longer than " + MAX_BYTES / 1024
                    + " KiB, more than 256 registers need; give the output of dump --json");
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new BadUsageException("it is not UTF-8 text; save it as UTF-8");
        }
    }

    private static RegisterFile parse(String text) {
        if (text.isBlank()) {
            throw new BadUsageException("it is empty; give the output of dump --json");
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            RegisterFile file = file(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new BadUsageException("it has more than one JSON value; use one file per device");
            }
            return file;
        } catch (MalformedJsonException e) {
            throw new BadUsageException("it is not JSON" + place(e) + "; give the output of dump --json");
        } catch (EOFException e) {
            throw new BadUsageException(
                    "its JSON ends too early" + place(e) + "; give the whole output of dump --json");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static String place(IOException problem) {
        Matcher place = PLACE.matcher(String.valueOf(problem.getMessage()));
        return place.find() ? " (" + place.group() + ")" : "";
    }

    private static RegisterFile file(JsonReader reader) throws IOException {
        require(
                reader,
                JsonToken.BEGIN_OBJECT,
                "it",
                "an object, such as {\"device\":\"0FAC\",\"registers\":{\"05\":\"0001\"}}");
        reader.beginObject();
        @Nullable DeviceId device = null;
        @Nullable SortedMap<Integer, Integer> values = null;
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (name.equals(DEVICE)) {
                refuseSecond(device, DEVICE);
                device = device(reader);
            } else if (name.equals(REGISTERS)) {
                refuseSecond(values, REGISTERS);
                values = values(reader);
            } else {
                throw new BadUsageException("it has an unknown member " + shown(name)
                        + Suggestions.question(name, List.of(DEVICE, REGISTERS))
                        + "; it may have \"device\" and \"registers\"");
            }
        }
        reader.endObject();
        if (values == null) {
            throw new BadUsageException("it has no \"registers\"; write them as in \"registers\":{\"05\":\"0001\"}");
        }
        return new RegisterFile(device, values);
    }

    private static DeviceId device(JsonReader reader) throws IOException {
        require(reader, JsonToken.STRING, "its \"device\"", "a string of four hexadecimal digits, such as \"0FAC\"");
        String text = reader.nextString();
        if (!VALUE.matcher(text).matches()) {
            throw new BadUsageException("its \"device\" is " + shown(text)
                    + ", not a device id; write four hexadecimal digits, such as \"0FAC\"");
        }
        return DeviceId.parse(text);
    }

    private static SortedMap<Integer, Integer> values(JsonReader reader) throws IOException {
        require(reader, JsonToken.BEGIN_OBJECT, "its \"registers\"", "an object, such as {\"05\":\"0001\"}");
        reader.beginObject();
        SortedMap<Integer, Integer> values = new TreeMap<>();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (!REGISTER.matcher(name).matches()) {
                throw new BadUsageException("its \"registers\" have a member " + shown(name)
                        + ", which is not a register; write two hexadecimal digits, such as \"05\"");
            }
            int value = value(reader, name);
            if (values.put(HexFormat.fromHexDigits(name), value) != null) {
                throw new BadUsageException(
                        "it has register " + name.toUpperCase(Locale.ROOT) + " twice; write it once");
            }
        }
        reader.endObject();
        return values;
    }

    private static int value(JsonReader reader, String register) throws IOException {
        String where = "the value of register " + register;
        require(reader, JsonToken.STRING, where, "a string of four hexadecimal digits, such as \"0001\"");
        String text = reader.nextString();
        if (!VALUE.matcher(text).matches()) {
            throw new BadUsageException(
                    where + " is " + shown(text) + "; write four hexadecimal digits, such as \"0001\"");
        }
        return HexFormat.fromHexDigits(text);
    }

    private static void require(JsonReader reader, JsonToken wanted, String what, String instead) throws IOException {
        JsonToken found = reader.peek();
        if (found != wanted) {
            throw new BadUsageException(what + " is " + kind(found) + "; write " + instead);
        }
    }

    private static void refuseSecond(@Nullable Object first, String name) {
        if (first != null) {
            throw new BadUsageException("it has \"" + name + "\" twice; write it once");
        }
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case BEGIN_ARRAY -> "an array";
            case BEGIN_OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }

    /** Returns the start of a text from the file, in quotes, with non-printable characters replaced. */
    private static String shown(String text) {
        String start = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
        return '"' + start.replaceAll("[^\\x20-\\x7E]", "?") + '"';
    }
}
