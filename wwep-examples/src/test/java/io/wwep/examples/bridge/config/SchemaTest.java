package io.wwep.examples.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.InvalidProfileException;
import io.wwep.gateway.register.Register;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Checks that {@code gateway.schema.json} agrees with the reader. */
class SchemaTest {

    private static final Path SCHEMA_FILE = Path.of("gateway.schema.json");
    private static final Path EXAMPLE = Path.of("gateway.yaml");
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .serializeSpecialFloatingPointValues()
            .create();

    /** As editors read a file: {@code 05} is a number. */
    private static final LoadSettings LIKE_EDITORS =
            LoadSettings.builder().setSchema(new CoreSchema()).build();

    /** As the gateway reads it. */
    private static final LoadSettings ALL_TEXT =
            LoadSettings.builder().setSchema(new FailsafeSchema()).build();

    private final Schema schema = schema();

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(SCHEMA_FILE), InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("io.wwep.examples.bridge.config.ConfigFiles#good")
    void theSchemaAcceptsWhatTheReaderAccepts(Path file) throws IOException {
        assertThat(errors(file, LIKE_EDITORS)).isEmpty();
        assertThat(errors(file, ALL_TEXT)).isEmpty();
    }

    @Test
    void theSchemaAcceptsTheExample() throws IOException {
        assertThat(errors(EXAMPLE, LIKE_EDITORS)).isEmpty();
        assertThat(errors(EXAMPLE, ALL_TEXT)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.wwep.examples.bridge.config.ConfigFiles#bad")
    void theSchemaRejectsWhatTheReaderRejectsUnlessItCannotSeeThat(Path file) throws IOException {
        if (ConfigFiles.isBeyondSchema(file)) {
            assertThat(errors(file, LIKE_EDITORS)).isEmpty();
        } else {
            assertThat(errors(file, LIKE_EDITORS)).isNotEmpty();
        }
    }

    @Test
    void theSchemaIsOneItself() throws IOException {
        Schema metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(metaSchema.validate(Files.readString(SCHEMA_FILE), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void theSchemaKnowsTheSameKeys() throws IOException {
        JsonObject root = JsonParser.parseString(Files.readString(SCHEMA_FILE)).getAsJsonObject();
        JsonObject definitions = root.getAsJsonObject("$defs");

        assertThat(keys(root)).containsExactlyInAnyOrderElementsOf(ConfigReader.KEYS);
        assertThat(keys(definitions.getAsJsonObject("mqtt"))).containsExactlyInAnyOrderElementsOf(MqttReader.KEYS);
        assertThat(keys(definitions.getAsJsonObject("endpoint")))
                .containsExactlyInAnyOrderElementsOf(EndpointsReader.KEYS);
        assertThat(keys(definitions
                        .getAsJsonObject("endpoint")
                        .getAsJsonObject("properties")
                        .getAsJsonObject("tls")))
                .containsExactlyInAnyOrderElementsOf(EndpointsReader.TLS_KEYS);
        assertThat(keys(definitions.getAsJsonObject("device"))).containsExactlyInAnyOrderElementsOf(DevicesReader.KEYS);
    }

    static List<Arguments> defaults() throws IOException {
        JsonObject properties = JsonParser.parseString(Files.readString(SCHEMA_FILE))
                .getAsJsonObject()
                .getAsJsonObject("$defs")
                .getAsJsonObject("mqtt")
                .getAsJsonObject("properties");
        return properties.keySet().stream()
                .filter(key -> properties.getAsJsonObject(key).has("default"))
                .map(key -> Arguments.of(
                        key, properties.getAsJsonObject(key).get("default").getAsString()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void aDefaultInTheFileChangesNothing(String key, String byDefault, @TempDir Path folder) throws IOException {
        String without = Files.readString(ConfigFiles.good("minimal"));
        String with = without.replace("url: mqtt://127.0.0.1", "url: mqtt://127.0.0.1, " + key + ": " + byDefault);
        assertThat(with).isNotEqualTo(without);

        assertThat(ConfigFiles.read(Files.writeString(folder.resolve("with.yaml"), with))
                        .mqtt())
                .isEqualTo(ConfigFiles.read(Files.writeString(folder.resolve("without.yaml"), without))
                        .mqtt());
    }

    /** The reader of profiles is in another module, and says what it knows in its message. */
    @Test
    void theSchemaKnowsTheSameKeysOfRegisters() throws IOException {
        InvalidProfileException unknownKey = catchThrowableOfType(
                InvalidProfileException.class,
                () -> DeviceProfile.of(Map.of("lamp", Map.of("register", "05", "type", "flag", "zzzzzz", ""))));
        JsonObject root = JsonParser.parseString(Files.readString(SCHEMA_FILE)).getAsJsonObject();

        assertThat(unknownKey.problems().get(0).message())
                .isEqualTo("unknown key; write one of "
                        + String.join(" ", keys(root.getAsJsonObject("$defs").getAsJsonObject("register"))));
    }

    @Test
    void theSchemaNamesAllTypes() throws IOException {
        JsonObject root = JsonParser.parseString(Files.readString(SCHEMA_FILE)).getAsJsonObject();
        JsonObject type = root.getAsJsonObject("$defs")
                .getAsJsonObject("register")
                .getAsJsonObject("properties")
                .getAsJsonObject("type");

        assertThat(type.getAsJsonArray("examples").asList())
                .extracting(example -> example.getAsString().replaceFirst("\\(.*", ""))
                .containsExactlyElementsOf(Register.types().stream()
                        .map(name -> name.replaceFirst("\\(.*", ""))
                        .toList());
        assertThat(type.getAsJsonArray("examples").asList())
                .allSatisfy(example -> assertThat(example.getAsString())
                        .matches(type.get("pattern").getAsString()));
    }

    private static Set<String> keys(JsonObject object) {
        return object.getAsJsonObject("properties").keySet();
    }

    private List<String> errors(Path file, LoadSettings settings) throws IOException {
        Object yaml;
        try {
            yaml = new Load(settings).loadFromString(Files.readString(file));
        } catch (YamlEngineException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        return schema.validate(GSON.toJson(yaml), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
