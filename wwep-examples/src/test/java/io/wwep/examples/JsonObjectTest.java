package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonObjectTest {

    @Test
    void membersKeepTheirOrderAndType() {
        JsonObject object = new JsonObject()
                .with("text", "a")
                .with("number", 1)
                .with("truth", true)
                .with("nothing", null)
                .with("list", List.of("a", new JsonObject().with("b", 2)));

        assertThat(object)
                .hasToString(
                        "{\"text\":\"a\",\"number\":1,\"truth\":true,\"nothing\":null,\"list\":[\"a\",{\"b\":2}]}");
    }

    @Test
    void quotesAndControlCharactersAreEscaped() {
        assertThat(new JsonObject().with("a\"b", "\\ \n\t\u0000 ü \uD83D"))
                .hasToString("{\"a\\\"b\":\"\\\\ \\u000a\\u0009\\u0000 ü \\ud83d\"}");
    }
}
