package io.wwep.examples.bridge;

import io.wwep.client.WwepClientBuilder;
import io.wwep.examples.bridge.config.BridgeConfig;
import io.wwep.examples.bridge.config.DeviceConfig;
import io.wwep.examples.bridge.config.EndpointConfig;
import io.wwep.examples.bridge.config.MqttConfig;
import io.wwep.examples.bridge.config.MqttProtocol;
import io.wwep.examples.bridge.config.Password;
import io.wwep.examples.bridge.config.PayloadFormat;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations of bridges for tests, with short times. */
final class TestConfig {

    static final DeviceId BOILER = DeviceId.of(0x0FAC);

    /** Waits long after a takeover, so that a test sees that the bridge does not come back. */
    static final Timing QUICK = new Timing(
            Duration.ofSeconds(5),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    private static final Duration EVERY = Duration.ofMillis(50);

    static final DeviceProfile PROFILE = DeviceProfile.of(
            ProfileEntry.of(Register.int16(0x10).scaled(0.1).unit("°C").named("temperature"))
                    .every(EVERY),
            ProfileEntry.of(Register.flag(0x05).named("lamp")).every(EVERY).writable(),
            ProfileEntry.of(Register.enumerated(0x06, Map.of(0, "off", 1, "heating", 2, "cooling"))
                            .named("mode"))
                    .every(EVERY)
                    .writable(),
            ProfileEntry.of(Register.ascii(0x20, 8).named("label")).every(EVERY).writable());

    private final int port;
    private final Path folder;
    private final WwepClientBuilder client;
    private MqttProtocol protocol = MqttProtocol.V5;
    private PayloadFormat format = PayloadFormat.PLAIN;
    private boolean isTls;
    private String host = "127.0.0.1";
    private @Nullable Path ca;
    private @Nullable Path certificate;
    private @Nullable Path key;
    private @Nullable String user;
    private @Nullable Password password;
    private boolean homeAssistant;
    private DeviceProfile profile = PROFILE;

    /** A bridge between the broker on a port of this machine and a server, with files in the folder. */
    TestConfig(int port, WwepClientBuilder client, Path folder) {
        this.port = port;
        this.client = client.reconnect(failures -> Duration.ofMillis(20));
        this.folder = folder;
    }

    TestConfig protocol(MqttProtocol version) {
        this.protocol = version;
        return this;
    }

    TestConfig format(PayloadFormat payloads) {
        this.format = payloads;
        return this;
    }

    TestConfig tls(String brokerName, Path authority) {
        this.isTls = true;
        this.host = brokerName;
        this.ca = authority;
        return this;
    }

    TestConfig identity(Path certificateFile, Path keyFile) {
        this.certificate = certificateFile;
        this.key = keyFile;
        return this;
    }

    TestConfig login(String name, Path passwordFile) {
        this.user = name;
        this.password = new Password(passwordFile);
        return this;
    }

    TestConfig homeAssistant() {
        this.homeAssistant = true;
        return this;
    }

    TestConfig profile(DeviceProfile other) {
        this.profile = other;
        return this;
    }

    BridgeConfig build() {
        return new BridgeConfig(
                new MqttConfig(
                        host,
                        port,
                        isTls,
                        protocol,
                        "wwep-test",
                        ca,
                        certificate,
                        key,
                        user,
                        password,
                        "wwep",
                        format,
                        homeAssistant),
                folder.resolve("outbox.db"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(new EndpointConfig("plant", client)),
                List.of(new DeviceConfig("boiler-1", "plant", BOILER, "boiler", profile)),
                List.of());
    }
}
