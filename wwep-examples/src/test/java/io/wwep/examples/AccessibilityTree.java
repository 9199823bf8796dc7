package io.wwep.examples;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a screen reader is given of a page: Chromium's own tree of roles and names. */
final class AccessibilityTree {

    /** What a person uses, or finds by its name. */
    private static final Set<String> NAMED = Set.of(
            "alert",
            "alertdialog",
            "button",
            "checkbox",
            "combobox",
            "dialog",
            "DisclosureTriangle",
            "image",
            "link",
            "navigation",
            "option",
            "progressbar",
            "radio",
            "radiogroup",
            "region",
            "searchbox",
            "spinbutton",
            "status",
            "table",
            "textbox");

    private final List<String> all = new ArrayList<>();

    /** Reads the tree of the page that the browser shows. */
    AccessibilityTree(LabBrowser browser) {
        JsonObject tree = browser.command("Accessibility.getFullAXTree", Map.of());
        for (JsonElement each : tree.getAsJsonArray("nodes")) {
            JsonObject node = each.getAsJsonObject();
            if (!node.get("ignored").getAsBoolean()) {
                all.add((value(node, "role") + " " + value(node, "name")).strip());
            }
        }
    }

    private static String value(JsonObject node, String property) {
        JsonObject found = node.getAsJsonObject(property);
        return found == null || !found.has("value") ? "" : found.get("value").getAsString();
    }

    /** Role and name of each element, in the order of the page. */
    List<String> all() {
        return List.copyOf(all);
    }

    /** The roles of those that a person could not tell apart from others. */
    List<String> nameless() {
        return all.stream().filter(NAMED::contains).toList();
    }
}
