package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Mosquitto;
import io.wwep.check.Program;
import io.wwep.examples.bridge.config.MqttProtocol;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The broker goes and comes back, or prefers another client. */
class BridgeReconnectTest {

    private static final int BOILER = 0x0FAC;
    private static final int TEMPERATURE = 0x10;
    private static final String[] FIRST = {"wwep/bridge/state online", "wwep/boiler-1/temperature 20.0"};

    private static final String SUSPICION = "most likely another client has the client id 'wwep-test'";

    @TempDir
    private Path folder;

    private Mosquitto broker;
    private WwepTestServer server;

    @BeforeEach
    void start() throws IOException {
        broker = new Mosquitto();
        server = WwepTestServer.start();
        server.put(BOILER, TEMPERATURE, 200);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        broker.close();
    }

    private TestConfig config() {
        return new TestConfig(broker.port(), server.client(), folder);
    }

    @ParameterizedTest
    @EnumSource
    void theNewestValuesArePublishedWhenTheBrokerIsBack(MqttProtocol protocol) throws Exception {
        try (Bridge bridge = Bridge.start(config().protocol(protocol).build(), TestConfig.QUICK)) {
            awaitFirst();
            broker.kill();
            Eventually.state(bridge::mqttStatus, status -> status.startsWith("no connection"));
            server.put(BOILER, TEMPERATURE, 210);
            server.put(BOILER, TEMPERATURE, 220);
            broker.restart();
            try (Program subscriber = broker.subscribe("wwep/#")) {
                Transcribed.await(
                        subscriber,
                        "wwep/boiler-1/temperature 22.0",
                        "wwep/boiler-1/temperature/quality GOOD",
                        "wwep/boiler-1/availability online",
                        "wwep/bridge/state online");
            }
        }
    }

    @Test
    void aValueThatBecameStaleIsNotPublishedAgain() throws Exception {
        try (Bridge bridge = Bridge.start(config().build(), TestConfig.QUICK)) {
            awaitFirst();
            try (Program subscriber = broker.subscribe("wwep/boiler-1/availability")) {
                server.fault(Fault.close().afterRequest().untilCleared());
                Transcribed.await(subscriber, "wwep/boiler-1/availability offline");
            }
            broker.kill();
            Eventually.state(bridge::mqttStatus, status -> status.startsWith("no connection"));
            broker.restart();
            try (Program subscriber = broker.subscribe("wwep/#")) {
                Transcribed all = new Transcribed(subscriber);
                all.step("all", 6);
                assertThat(all.text()).isEqualTo("""
                                # all
                                wwep/boiler-1/availability offline
                                wwep/boiler-1/label/quality STALE
                                wwep/boiler-1/lamp/quality STALE
                                wwep/boiler-1/mode/quality STALE
                                wwep/boiler-1/temperature/quality STALE
                                wwep/bridge/state online
                                """);
            }
        }
    }

    private void awaitFirst() throws IOException {
        try (Program subscriber = broker.subscribe("wwep/#")) {
            Transcribed.await(subscriber, FIRST);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatFightsForTheClientIdIsReportedAndLeftAlone(MqttProtocol protocol) throws Exception {
        broker.publish("other", "still here", "-r");
        try (Bridge bridge = Bridge.start(config().protocol(protocol).build(), TestConfig.QUICK)) {
            awaitFirst();
            try (Program other = broker.subscribeAs("wwep-test", "other", "-V", "5")) {
                Eventually.state(bridge::mqttStatus, status -> status.contains(SUSPICION));
                Transcribed.await(other, "other still here");
            }
        }
    }

    @Test
    void aTakeoverThatTheBrokerReportsIsNotAnswered() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Bridge bridge = Bridge.start(
                        new TestConfig(listener.getLocalPort(), server.client(), folder).build(), TestConfig.QUICK);
                Socket accepted = listener.accept()) {
            assertThat(accepted.getInputStream().read()).as("CONNECT").isEqualTo(0x10);
            accepted.getOutputStream().write(new byte[] {0x20, 3, 0, 0, 0}); // CONNACK
            accepted.getOutputStream()
                    .write(new byte[] {(byte) 0xE0, 1, (byte) 0x8E}); // DISCONNECT, session taken over
            assertThat(Eventually.state(bridge::mqttStatus, status -> status.startsWith("another client")))
                    .isEqualTo("another client connected to mqtt://127.0.0.1:" + listener.getLocalPort()
                            + " with the client id 'wwep-test', which only one can have: stop the other one, or give this"
                            + " bridge another mqtt: client-id; next attempt in 600 s");
        }
    }

    @Test
    void twoBridgesWithOneClientIdEndTheirFightWithoutAReasonFromTheBroker() throws Exception {
        Path second = Files.createDirectory(folder.resolve("second"));
        TestConfig rival = new TestConfig(broker.port(), server.client(), second).protocol(MqttProtocol.V3_1_1);
        try (Bridge one = Bridge.start(config().protocol(MqttProtocol.V3_1_1).build(), TestConfig.QUICK);
                Bridge other = Bridge.start(rival.build(), TestConfig.QUICK)) {
            Eventually.state(
                    () -> one.mqttStatus() + "\n" + other.mqttStatus(),
                    both -> both.contains(SUSPICION) && both.contains("connected to "));
        }
    }

    @Test
    void aPasswordThatWasCorrectedIsReadAgain() throws Exception {
        Path passwords = folder.resolve("passwords");
        Process made =
                new ProcessBuilder("mosquitto_passwd", "-c", "-b", passwords.toString(), "gw", "right-secret").start();
        made.onExit().join();
        Path password = Files.writeString(folder.resolve("mqtt.pass"), "wrong-secret");
        try (Mosquitto closed = new Mosquitto(
                        List.of("allow_anonymous false", "password_file " + passwords),
                        List.of("-u", "gw", "-P", "right-secret"));
                Program subscriber = closed.subscribe("wwep/bridge/state");
                Bridge bridge = Bridge.start(
                        new TestConfig(closed.port(), server.client(), folder)
                                .login("gw", password)
                                .build(),
                        TestConfig.QUICK)) {
            assertThat(Eventually.state(bridge::mqttStatus, status -> status.startsWith("no connection")))
                    .contains("the broker refused the connection: not authorized")
                    .doesNotContain("secret");
            Files.writeString(password, "right-secret");
            assertThat(subscriber.nextLine()).isEqualTo("wwep/bridge/state online");
        }
    }

    @Test
    void entitiesThatLeftTheConfigurationAreRemovedFromHomeAssistant() throws Exception {
        String old = "homeassistant/switch/wwep-test/boiler-1_pump/config";
        broker.publish(old, "{}", "-r");
        broker.publish("homeassistant/switch/another/boiler-1_pump/config", "{}", "-r");
        try (Program subscriber = broker.subscribe("homeassistant/#", "-F", "%t %l");
                Bridge bridge = Bridge.start(config().homeAssistant().build(), TestConfig.QUICK)) {
            Transcribed received = new Transcribed(subscriber);
            received.step("what was there", 2);
            received.step("all", 5);
            assertThat(received.text())
                    .contains(old + " 0\n")
                    .contains("homeassistant/switch/wwep-test/boiler-1_lamp/config ")
                    .contains("homeassistant/sensor/wwep-test/boiler-1_temperature/config ")
                    .contains("homeassistant/select/wwep-test/boiler-1_mode/config ")
                    .contains("homeassistant/text/wwep-test/boiler-1_label/config ")
                    .doesNotContain("another/boiler-1_pump/config 0");
            assertThat(bridge.mqttStatus()).startsWith("connected");
        }
    }
}
