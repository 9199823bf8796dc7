package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Mosquitto;
import io.wwep.check.Program;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.WwepReply;
import io.wwep.testing.Answer;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of commands that other clients publish. */
class BridgeCommandsTest {

    private static final int BOILER = 0x0FAC;
    private static final int LAMP = 0x05;
    private static final int MODE = 0x06;
    private static final String RESULT = "wwep/boiler-1/%s/set/result {\"value\":%s,\"result\":\"%s\",\"cause\":";

    @TempDir
    private Path folder;

    private Mosquitto broker;
    private WwepTestServer server;
    private Program results;

    @BeforeEach
    void start() throws IOException {
        broker = new Mosquitto();
        server = WwepTestServer.start();
        server.put(BOILER, LAMP, 0);
        results = broker.subscribe("wwep/+/+/set/result");
    }

    @AfterEach
    void stop() throws IOException {
        results.close();
        server.close();
        broker.close();
    }

    private Bridge bridge() throws IOException {
        return bridge(TestConfig.PROFILE);
    }

    /** Starts a bridge, and waits until it is online: commands from now on arrive. */
    private Bridge bridge(DeviceProfile profile) throws IOException {
        try (Program state = broker.subscribe("wwep/bridge/state")) {
            Bridge bridge = Bridge.start(
                    new TestConfig(broker.port(), server.client(), folder)
                            .profile(profile)
                            .build(),
                    TestConfig.QUICK);
            Transcribed.await(state, "wwep/bridge/state online");
            return bridge;
        }
    }

    @Test
    void aRetainedCommandIsNotCarriedOutAtTheNextStart() throws Exception {
        broker.publish("wwep/boiler-1/lamp/set", "ON", "-r");
        try (Bridge bridge = bridge()) {
            broker.publish("wwep/boiler-1/mode/set", "heating");
            assertThat(results.nextLine()).startsWith(RESULT.formatted("mode", "\"heating\"", "accepted"));
            assertThat(server.find(BOILER, LAMP)).hasValue(0);
            assertThat(get(bridge, "/metrics").body()).contains("wwep_bridge_mqtt_ignored_total 1.0");
        }
    }

    @Test
    void aCommandThatIsTooLongIsInvalid() throws Exception {
        try (Bridge bridge = bridge()) {
            broker.publish("wwep/boiler-1/label/set", "x".repeat(Received.MAX_COMMAND + 1));
            assertThat(results.nextLine())
                    .startsWith(RESULT.formatted("label", "null", "invalid"))
                    .contains("the command is longer than 256 bytes");
            assertThat(bridge.mqttStatus()).startsWith("connected");
        }
    }

    @Test
    void aCommandThatIsNotUtf8IsInvalid() throws Exception {
        try (Bridge bridge = bridge()) {
            broker.publish(
                    "wwep/boiler-1/label/set",
                    Files.write(folder.resolve("payload"), new byte[] {(byte) 0xC3, (byte) 0x28}));
            assertThat(results.nextLine())
                    .startsWith(RESULT.formatted("label", "null", "invalid"))
                    .contains("the command is not UTF-8");
            assertThat(bridge.mqttStatus()).startsWith("connected");
        }
    }

    @Test
    void aCommandForAnUnknownRegisterIsIgnored() throws Exception {
        try (Bridge bridge = bridge()) {
            broker.publish("wwep/boiler-1/nothing/set", "1");
            broker.publish("wwep/boiler-1/lamp/set", "1");
            assertThat(results.nextLine()).startsWith(RESULT.formatted("lamp", "true", "accepted"));
            assertThat(get(bridge, "/metrics").body()).contains("wwep_bridge_mqtt_ignored_total 1.0");
        }
    }

    @Test
    void aValueThatTheServerRefusesIsReportedAsRefused() throws Exception {
        try (Bridge bridge = bridge()) {
            server.dispatcher(
                    request -> request.text().startsWith("W") ? Answer.of(WwepReply.refused()) : Answer.asUsual());
            broker.publish("wwep/boiler-1/lamp/set", "ON");
            assertThat(results.nextLine())
                    .startsWith(RESULT.formatted("lamp", "true", "refused"))
                    .contains("the server refused the value");
            assertThat(bridge.mqttStatus()).startsWith("connected");
        }
    }

    @Test
    void aCommandExpiresAfterTheTimeOfTheConfiguration() throws Exception {
        DeviceProfile profile = DeviceProfile.of(
                ProfileEntry.of(Register.flag(LAMP).named("lamp")).writable(Duration.ofMillis(300)));
        server.fault(Fault.close().afterRequest().untilCleared());
        try (Bridge bridge = bridge(profile)) {
            broker.publish("wwep/boiler-1/lamp/set", "ON");
            assertThat(results.nextLine()).startsWith(RESULT.formatted("lamp", "true", "expired"));
            assertThat(bridge.mqttStatus()).startsWith("connected");
        }
    }

    @Test
    void theExpiryOfTheMessageShortensTheTimeOfTheConfiguration() throws Exception {
        server.fault(Fault.close().afterRequest().untilCleared());
        try (Bridge bridge = bridge()) {
            broker.publish("wwep/boiler-1/lamp/set", "ON", "-V", "5", "-D", "publish", "message-expiry-interval", "1");
            assertThat(results.nextLine()).startsWith(RESULT.formatted("lamp", "true", "expired"));
            assertThat(bridge.mqttStatus()).startsWith("connected");
        }
    }

    @Test
    void onlyTheNewestOfTheCommandsForARegisterIsWritten() throws Exception {
        server.fault(Fault.close().afterRequest().untilCleared());
        try (Bridge bridge = bridge()) {
            broker.publish("wwep/boiler-1/mode/set", "heating");
            broker.publish("wwep/boiler-1/mode/set", "cooling");
            assertThat(results.nextLine()).startsWith(RESULT.formatted("mode", "\"heating\"", "superseded"));
            server.clearFaults();
            assertThat(results.nextLine()).startsWith(RESULT.formatted("mode", "\"cooling\"", "accepted"));
            assertThat(server.find(BOILER, MODE)).hasValue(2);
            assertThat(bridge.mqttStatus()).startsWith("connected");
        }
    }

    @Test
    void healthIsGoodWhileBrokerAndServerAreThere() throws Exception {
        try (Bridge bridge = bridge()) {
            Eventually.state(() -> get(bridge, "/health").body(), body -> body.contains("\"plant\":\"up; "));
            HttpResponse health = get(bridge, "/health");
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.body())
                    .startsWith("{\"status\":\"UP\",\"mqtt\":\"connected to mqtt://127.0.0.1:" + broker.port() + "\"");
        }
    }

    @Test
    void healthSaysThatTheBrokerHasGone() throws Exception {
        try (Bridge bridge = bridge()) {
            broker.kill();
            HttpResponse health = Eventually.state(() -> get(bridge, "/health"), answer -> answer.status() == 503);
            assertThat(health.body()).startsWith("{\"status\":\"DOWN\",\"mqtt\":\"");
            broker.restart();
        }
    }

    private static HttpResponse get(Bridge bridge, String path) {
        return HttpResponse.get(bridge.httpPort(), path);
    }
}
