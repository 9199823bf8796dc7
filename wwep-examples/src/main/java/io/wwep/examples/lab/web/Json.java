package io.wwep.examples.lab.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the bodies of requests, and writes JSON. */
final class Json {

    /** Escapes what means something to HTML too, and keeps members that are null. */
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().setStrictness(Strictness.STRICT).create();

    private Json() {}

    static String text(JsonElement element) {
        return GSON.toJson(element);
    }

    /** Returns an object with one member, a text. */
    static String object(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return text(object);
    }

    /** Reads the body of a request as text. */
    static String decode(byte[] body) throws RefusedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("the body is not UTF-8");
        }
    }

    /** Reads an object from the body of a request. */
    static JsonObject parse(byte[] body) throws RefusedException {
        String text = decode(body);
        try {
            if (GSON.fromJson(text, JsonElement.class) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException e) {
            throw bad("the body is not JSON");
        }
        throw bad("the body must be a JSON object");
    }

    /** Returns a text of the object, if it has one of this name. */
    static Optional<String> text(JsonObject object, String name) throws RefusedException {
        return member(object, name, "a text", JsonPrimitive::isString).map(JsonPrimitive::getAsString);
    }

    /** Returns a text that the object must have. */
    static String requiredText(JsonObject object, String name) throws RefusedException {
        return text(object, name).orElseThrow(() -> bad("\"" + name + "\" is missing"));
    }

    /** Returns a whole number of the object, if it has one of this name. */
    static Optional<Integer> number(JsonObject object, String name) throws RefusedException {
        Optional<JsonPrimitive> number = member(object, name, "a number", JsonPrimitive::isNumber);
        try {
            return number.map(value -> value.getAsBigDecimal().intValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw bad("\"" + name + "\" must be a whole number of at most 9 digits");
        }
    }

    /** Returns a whole number that the object must have. */
    static int requiredNumber(JsonObject object, String name) throws RefusedException {
        return number(object, name).orElseThrow(() -> bad("\"" + name + "\" is missing"));
    }

    /** Returns a truth value of the object, if it has one of this name. */
    static Optional<Boolean> flag(JsonObject object, String name) throws RefusedException {
        return member(object, name, "true or false", JsonPrimitive::isBoolean).map(JsonPrimitive::getAsBoolean);
    }

    private static Optional<JsonPrimitive> member(
            JsonObject object, String name, String what, Predicate<JsonPrimitive> type) throws RefusedException {
        JsonElement value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        if (value instanceof JsonPrimitive primitive && type.test(primitive)) {
            return Optional.of(primitive);
        }
        throw bad("\"" + name + "\" must be " + what);
    }

    private static RefusedException bad(String words) {
        return new RefusedException(HttpResponseStatus.BAD_REQUEST, words);
    }
}
