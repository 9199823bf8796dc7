package io.wwep.examples.check;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Objects;
import java.util.function.Function;

/** Writes a report as JSON, on one line. */
public final class CheckJson {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private CheckJson() {}

    /**
     * Writes a report.
     *
     * @param report what was found
     * @param why words a row's remark for whoever reads it
     * @return an object
     */
    public static String of(CheckReport report, Function<CheckRow, String> why) {
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(why, "why");
        JsonArray rows = new JsonArray();
        report.rows().forEach(row -> rows.add(json(row, why.apply(row))));
        JsonObject json = new JsonObject();
        json.addProperty("server", report.server());
        json.addProperty("profile", report.profile().toString());
        json.addProperty("passed", report.passed());
        json.addProperty("failed", report.failed());
        json.addProperty("skipped", report.skipped());
        json.add("rows", rows);
        return GSON.toJson(json);
    }

    private static JsonObject json(CheckRow row, String why) {
        JsonObject json = new JsonObject();
        json.addProperty("row", row.name());
        json.addProperty("exercise", row.exercise());
        json.addProperty("sent", row.sent());
        json.addProperty("expected", row.expected());
        json.addProperty("got", row.got());
        json.addProperty("ms", row.millis());
        json.addProperty("result", row.result().toString());
        json.addProperty("why", why);
        json.addProperty("source", row.source());
        return json;
    }
}
