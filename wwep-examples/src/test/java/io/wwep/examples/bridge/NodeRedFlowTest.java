package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wwep.check.Mosquitto;
import io.wwep.check.Program;
import io.wwep.examples.bridge.config.BridgeConfig;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flow that users import into Node-RED, with the configuration of the page that shows it. */
class NodeRedFlowTest {

    private static final Path EXAMPLES = Path.of(System.getProperty("wwep.home"), "wwep-examples");

    @TempDir
    private Path folder;

    private static List<JsonObject> nodes(String type) throws IOException {
        return all().filter(node -> node.get("type").getAsString().equals(type)).toList();
    }

    private static Stream<JsonObject> all() throws IOException {
        return JsonParser.parseString(Files.readString(EXAMPLES.resolve("node-red-flow.json")))
                .getAsJsonArray()
                .asList()
                .stream()
                .map(JsonElement::getAsJsonObject);
    }

    private static String text(JsonObject node, String key) {
        return node.get(key).getAsString();
    }

    @Test
    void wiresAndBrokersReferToNodes() throws IOException {
        Set<String> ids = new HashSet<>(all().map(node -> text(node, "id")).toList());
        assertThat(ids).hasSize((int) all().count());
        List<String> references = all().flatMap(node -> Stream.concat(
                        Stream.of("broker", "z")
                                .filter(key ->
                                        node.has(key) && !text(node, "type").equals("mqtt-broker"))
                                .map(key -> text(node, key)),
                        Stream.ofNullable(node.getAsJsonArray("wires"))
                                .flatMap(outputs -> outputs.asList().stream())
                                .flatMap(output -> output.getAsJsonArray().asList().stream())
                                .map(JsonElement::getAsString)))
                .toList();
        assertThat(ids).containsAll(references);
    }

    @Test
    void itsMessagesAreThoseOfTheBridge() throws Exception {
        try (Mosquitto broker = new Mosquitto();
                WwepTestServer server = WwepTestServer.start()) {
            server.put(0x0FAC, 0x05, 0);
            server.put(0x0FAC, 0x10, 234);
            String yaml = Files.readString(EXAMPLES.resolve("mqtt-lab.yaml"))
                    .replace("mqtt://127.0.0.1", "mqtt://127.0.0.1:" + broker.port())
                    .replace("host: 127.0.0.1", "host: 127.0.0.1, port: " + server.port())
                    .replace("127.0.0.1:9108", "127.0.0.1:0");
            BridgeConfig config = BridgeConfig.read(Files.writeString(folder.resolve("gateway.yaml"), yaml));
            try (Program subscriber = broker.subscribe("wwep/#");
                    Bridge bridge = Bridge.start(config, TestConfig.QUICK)) {
                Transcribed.await(subscriber, "wwep/bridge/state online", "wwep/board-1/led OFF");
                JsonObject set = nodes("mqtt out").get(0);
                assertThat(text(set, "retain")).isEqualTo("false");
                for (JsonObject button : nodes("inject")) {
                    String payload = text(button, "payload");
                    broker.publish(text(set, "topic"), payload);
                    Transcribed.await(subscriber, "wwep/board-1/led/set " + payload);
                    assertThat(awaitResult(subscriber)).contains("\"result\":\"accepted\"");
                }
                for (JsonObject shown : nodes("mqtt in")) {
                    if (!text(shown, "topic").endsWith("/result")) {
                        try (Program one = broker.subscribe(text(shown, "topic"), "-C", "1")) {
                            assertThat(one.nextLine()).startsWith(text(shown, "topic") + " ");
                        }
                    }
                }
                assertThat(bridge.mqttStatus()).startsWith("connected");
            }
        }
    }

    private static String awaitResult(Program subscriber) throws IOException {
        String topic = nodes("mqtt in").stream()
                .map(node -> text(node, "topic"))
                .filter(each -> each.endsWith("/result"))
                .findFirst()
                .orElseThrow();
        while (true) {
            String line = subscriber.nextLine();
            if (line.startsWith(topic + " ")) {
                return line;
            }
        }
    }
}
