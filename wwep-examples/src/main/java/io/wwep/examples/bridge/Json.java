package io.wwep.examples.bridge;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;

/** Writes JSON with nulls, as the formats of the bridge have them. */
final class Json {

    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private Json() {}

    static String text(JsonElement json) {
        return GSON.toJson(json);
    }
}
