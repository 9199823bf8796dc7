package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.wwep.docs.Page.Block;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of keys of {@code gateway.yaml} say what its schema says, which the tests of the programs compare with the reader. */
class GatewayYamlTablesTest {

    private static final Pattern ROW = Pattern.compile("^\\|`([^`]+)` \\|([^|]*) \\|([^|]*) \\|(.*)$");

    private static final JsonObject SCHEMA = JsonParser.parseString(
                    Checkout.text(Checkout.ROOT.resolve("wwep-examples/gateway.schema.json")))
            .getAsJsonObject();

    /** A row of the table below a heading, and its part of the schema. */
    record Key(String heading, String name, String value, String byDefault, JsonObject section) {

        JsonObject schema() {
            return section.getAsJsonObject("properties").getAsJsonObject(name);
        }

        @Override
        public String toString() {
            return heading + "." + name;
        }
    }

    private static JsonObject definition(String name) {
        return SCHEMA.getAsJsonObject("$defs").getAsJsonObject(name);
    }

    private static JsonObject tls() {
        return definition("endpoint").getAsJsonObject("properties").getAsJsonObject("tls");
    }

    static Stream<Key> keys() {
        return Stream.of(
                        keys("== Sections", SCHEMA),
                        keys("== mqtt", definition("mqtt")),
                        keys("== profiles", definition("register")),
                        keys("== endpoints", definition("endpoint")),
                        keys("=== tls", tls()),
                        keys("== devices", definition("device")))
                .flatMap(List::stream);
    }

    private static Page page() {
        return Checkout.pages().stream()
                .filter(each -> each.name().equals("ref-gateway-yaml.adoc"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Key> keys(String heading, JsonObject section) {
        List<Key> keys = new ArrayList<>();
        List<String> lines = page().lines();
        boolean isInTable = false;
        for (String line : lines.subList(lines.indexOf(heading) + 1, lines.size())) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                keys.add(new Key(heading, row.group(1), row.group(2), row.group(3), section));
            } else if (line.equals("|===")) {
                if (isInTable) {
                    break;
                }
                isInTable = true;
            }
        }
        return keys;
    }

    @Test
    void everyKeyIsInItsTable() {
        assertThat(keys().collect(Collectors.groupingBy(Key::section)))
                .hasSize(6)
                .allSatisfy((section, keys) -> assertThat(keys)
                        .extracting(Key::name)
                        .containsExactlyElementsOf(
                                section.getAsJsonObject("properties").keySet()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theTableHasTheDefault(Key key) {
        JsonElement required = key.section().get("required");
        JsonElement byDefault = key.schema().get("default");

        if (required != null && required.getAsJsonArray().contains(new JsonPrimitive(key.name()))) {
            assertThat(key.byDefault()).isEqualTo("required");
        } else {
            assertThat(key.byDefault()).isEqualTo(byDefault == null ? "none" : "`" + byDefault.getAsString() + "`");
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theTableHasTheValues(Key key) {
        JsonObject schema = key.schema();
        String definition = schema.has("$ref") ? schema.get("$ref").getAsString() : "";

        if (definition.endsWith("/flag")) {
            assertThat(key.value()).isEqualTo("`true`, `false`");
        } else if (definition.endsWith("/time")) {
            assertThat(schema.get("description").getAsString())
                    .contains(key.value().replace("`", ""));
        } else if (definition.endsWith("/port")) {
            JsonObject number =
                    definition("port").getAsJsonArray("anyOf").get(0).getAsJsonObject();
            assertThat(key.value()).isEqualTo(number.get("minimum") + " to " + number.get("maximum"));
        } else if (schema.has("enum")) {
            Set<String> values = new LinkedHashSet<>();
            schema.getAsJsonArray("enum").forEach(value -> values.add("`" + value.getAsString() + "`"));
            assertThat(key.value()).isEqualTo(String.join(", ", values));
        } else {
            assertThat(key.value()).doesNotContain("true").isNotBlank();
        }
    }

    /** The files are read by the tests of the programs. */
    @Test
    void allYamlIsIncludedFromFilesThatAreRead() {
        assertThat(Checkout.pages().stream()
                        .flatMap(page -> page.blocks("yaml").stream())
                        .map(Block::lines))
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        lines -> assertThat(lines)
                                .singleElement()
                                .asString()
                                .matches(
                                        "include::\\{checkout}/wwep-examples/"
                                                + "(gateway|mqtt-lab|src/test/resources/io/wwep/examples/bridge/config/good/.*)\\.yaml\\[]"));
    }
}
