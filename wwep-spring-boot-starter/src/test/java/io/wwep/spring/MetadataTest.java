package io.wwep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.json.JsonParserFactory;

/** Checks the metadata that editors read: it describes the properties that exist, with their types and defaults. */
class MetadataTest {

    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

    @Test
    void everyPropertyIsDescribed() throws IOException {
        List<String> described = new ArrayList<>();
        for (Map<?, ?> property : section("properties")) {
            assertThat(property.get("description")).asString().isNotBlank();
            described.add(property.get("name") + " " + property.get("type") + " " + property.get("defaultValue"));
        }

        assertThat(described).containsExactlyInAnyOrderElementsOf(existing());
    }

    @Test
    void everyTypeExists() throws Exception {
        List<String> types = new ArrayList<>();
        for (Map<?, ?> group : section("groups")) {
            types.add(String.valueOf(group.get("type")));
            types.add(String.valueOf(group.get("sourceType")));
        }

        assertThat(types).isNotEmpty();
        for (String type : types) {
            assertThat(Class.forName(type)).isNotNull();
        }
    }

    private static List<String> existing() {
        List<String> existing = new ArrayList<>();
        existing.add("wwep.clients java.util.Map<java.lang.String," + WwepProperties.Client.class.getName() + "> null");
        existing.add("management.health.wwep.enabled java.lang.Boolean true");
        Constructor<?> constructor = WwepHealthProperties.Probe.class.getDeclaredConstructors()[0];
        RecordComponent[] components = WwepHealthProperties.Probe.class.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            DefaultValue value = constructor.getParameters()[i].getAnnotation(DefaultValue.class);
            String type = components[i].getType() == boolean.class
                    ? Boolean.class.getName()
                    : components[i].getType().getName();
            existing.add("management.health.wwep.probe." + components[i].getName() + " " + type + " "
                    + Objects.requireNonNull(value).value()[0]);
        }
        return existing;
    }

    private static List<Map<?, ?>> section(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(MetadataTest.class.getResourceAsStream(FILE), FILE)) {
            Object section = JsonParserFactory.getJsonParser()
                    .parseMap(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .get(name);
            List<Map<?, ?>> objects = new ArrayList<>();
            for (Object each : (List<?>) Objects.requireNonNull(section, name)) {
                objects.add((Map<?, ?>) each);
            }
            return objects;
        }
    }
}
