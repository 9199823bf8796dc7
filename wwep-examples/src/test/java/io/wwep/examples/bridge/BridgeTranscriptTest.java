package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Mosquitto;
import io.wwep.check.Program;
import io.wwep.examples.bridge.config.MqttProtocol;
import io.wwep.examples.bridge.config.PayloadFormat;
import io.wwep.pki.IssuedCertificate;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares all that {@code mosquitto_sub -v -t 'wwep/#'} writes, from start to end, with a transcript. */
class BridgeTranscriptTest {

    private static final int BOILER = 0x0FAC;
    private static final int TEMPERATURE = 0x10;
    private static final int LAMP = 0x05;
    private static final int MODE = 0x06;

    private static final String[] SETTLED = {
        "wwep/bridge/state online",
        "wwep/boiler-1/availability online",
        "wwep/boiler-1/temperature/quality GOOD",
        "wwep/boiler-1/lamp/quality GOOD",
        "wwep/boiler-1/mode/quality GOOD",
        "wwep/boiler-1/label/quality UNSET"
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"false, V5, PLAIN", "true, V5, JSON", "false, V3_1_1, JSON", "true, V3_1_1, PLAIN"})
    void aSubscriberReceivesTheTranscript(boolean isTls, MqttProtocol protocol, PayloadFormat format) throws Exception {
        IssuedCertificate authority = IssuedCertificate.authority("Broker root");
        Path ca = authority.chainFile(folder);
        try (Mosquitto broker = isTls ? overTls(authority, ca) : new Mosquitto();
                WwepTestServer server = WwepTestServer.start();
                Program early = broker.subscribe("wwep/#")) {
            server.put(BOILER, TEMPERATURE, 234);
            server.put(BOILER, LAMP, 0);
            server.put(BOILER, MODE, 1);
            TestConfig config = new TestConfig(broker.port(), server.client(), folder)
                    .protocol(protocol)
                    .format(format);
            try (Bridge bridge =
                    Bridge.start((isTls ? config.tls("localhost", ca) : config).build(), TestConfig.QUICK)) {
                Transcribed.await(early, SETTLED);
                try (Program subscriber = broker.subscribe("wwep/#")) {
                    Transcribed transcript = new Transcribed(subscriber);
                    transcribe(transcript, broker, server, bridge);
                    assertThat(transcript.text()).isEqualTo(kept(format));
                }
            }
        }
    }

    private static void transcribe(Transcribed transcript, Mosquitto broker, WwepTestServer server, Bridge bridge)
            throws IOException {
        transcript.step("what is retained", 9);
        broker.publish("wwep/boiler-1/lamp/set", "ON");
        transcript.step("the lamp is switched on", 3);
        server.put(BOILER, LAMP, 0);
        transcript.step("a button is pressed: another client writes the register", 1);
        broker.publish("wwep/boiler-1/mode/set", "cooling");
        transcript.step("another mode is chosen", 3);
        broker.publish("wwep/boiler-1/label/set", "Kiel");
        transcript.step("text is written to a register that was never written", 4);
        broker.publish("wwep/boiler-1/lamp/set", "maybe");
        transcript.step("what is not a value is invalid", 2);
        broker.publish("wwep/boiler-1/temperature/set", "20");
        transcript.step("a register that is not writable stays as it is", 2);
        server.fault(Fault.close().afterRequest().untilCleared());
        transcript.step("the server has gone", 5);
        server.clearFaults();
        transcript.step("the server is back", 9);
        bridge.close();
        transcript.step("the bridge is stopped", 2);
    }

    private static Mosquitto overTls(IssuedCertificate authority, Path ca) throws IOException {
        Path folder = Objects.requireNonNull(ca.getParent());
        IssuedCertificate certificate =
                IssuedCertificate.named("broker").names("localhost").issuedBy(authority);
        return Mosquitto.overTls(certificate.chainFile(folder), certificate.keyFile(folder), ca);
    }

    private static String kept(PayloadFormat format) throws IOException {
        String name = "transcript-" + format.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream file = Objects.requireNonNull(BridgeTranscriptTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
