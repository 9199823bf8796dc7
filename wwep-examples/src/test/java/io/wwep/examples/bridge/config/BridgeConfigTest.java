package io.wwep.examples.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClientSettings;
import io.wwep.examples.PosixPermissions;
import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeConfigTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("io.wwep.examples.bridge.config.ConfigFiles#good")
    void aGoodFileHasNoErrors(Path file) {
        assertThat(ConfigFiles.errors(file)).isEmpty();
    }

    @Test
    void aMinimalFileHasEightLines() throws IOException {
        Path file = ConfigFiles.good("minimal");

        assertThat(Files.readAllLines(file)).hasSize(8);
        BridgeConfig config = ConfigFiles.read(file);
        assertThat(config.mqtt())
                .isEqualTo(new MqttConfig(
                        "127.0.0.1",
                        1883,
                        false,
                        MqttProtocol.V5,
                        "wwep-gateway",
                        null,
                        null,
                        null,
                        null,
                        null,
                        "wwep",
                        PayloadFormat.PLAIN,
                        false));
        assertThat(config.outbox()).isEqualTo(file.resolveSibling("outbox.db"));
        assertThat(config.http()).isNull();
        assertThat(config.warnings()).isEmpty();
        WwepClientSettings plant = config.endpoints().get(0).client().settings();
        assertThat(plant.host()).isEqualTo("10.0.0.7");
        assertThat(plant.port()).isEqualTo(27708);
        assertThat(plant.mode()).isEqualTo(ConnectionMode.AUTO);
    }

    @Test
    void everyKeyIsRead() throws IOException {
        BridgeConfig config = ConfigFiles.read(ConfigFiles.good("every-key"));

        MqttConfig mqtt = config.mqtt();
        assertThat(mqtt.host()).isEqualTo("broker.lan");
        assertThat(mqtt.port()).isEqualTo(8884);
        assertThat(mqtt.isTls()).isTrue();
        assertThat(mqtt.protocol()).isEqualTo(MqttProtocol.V3_1_1);
        assertThat(mqtt.clientId()).isEqualTo("Gateway_1");
        assertThat(mqtt.ca()).exists();
        assertThat(mqtt.certificate()).exists();
        assertThat(mqtt.key()).exists();
        assertThat(mqtt.user()).isEqualTo("gw");
        assertThat(Objects.requireNonNull(mqtt.password()).read())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(ConfigFiles.PASSWORD);
        assertThat(mqtt.prefix()).isEqualTo("plant/wwep");
        assertThat(mqtt.format()).isEqualTo(PayloadFormat.JSON);
        assertThat(mqtt.homeAssistant()).isTrue();
        assertThat(config.outbox()).hasFileName("pending.db");
        assertThat(config.http()).hasToString("/[0:0:0:0:0:0:0:1]:9108");
        EndpointConfig plant = config.endpoints().get(0);
        assertThat(plant.name()).isEqualTo("plant");
        assertThat(plant.client().settings().port()).isEqualTo(40509);
        assertThat(plant.client().settings().mode()).isEqualTo(ConnectionMode.PERSISTENT);
        DeviceConfig boiler = config.devices().get(0);
        assertThat(boiler.name()).isEqualTo("boiler-1");
        assertThat(boiler.endpoint()).isEqualTo("plant");
        assertThat(boiler.id()).isEqualTo(DeviceId.of(0x0FAC));
        assertThat(boiler.profileName()).isEqualTo("boiler");
        ProfileEntry<?> temperature = boiler.profile().entry("temperature");
        assertThat(temperature.every()).isEqualTo(Duration.ofSeconds(1));
        assertThat(temperature.deadband()).isEqualTo(Deadband.absolute(0.2));
        assertThat(temperature.register().unit()).contains("°C");
        assertThat(boiler.profile().entry("lamp").isWritable()).isTrue();
        assertThat(boiler.profile().entry("lamp").validFor()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void idsAndRegistersAreAlwaysHexadecimal() throws IOException {
        BridgeConfig config = ConfigFiles.read(ConfigFiles.good("all-hexadecimal"));

        assertThat(config.devices())
                .extracting(device -> device.id().value())
                .containsExactly(0x1E05, 0x0010, 0x0000, 0x1234, 0x0E00, 0x9E99, 0x0FAC);
        assertThat(config.devices().get(0).profile().entries())
                .extracting(entry -> entry.register().number())
                .containsExactly(0x05, 0x10, 0x1E, 0x0A);
    }

    @Test
    void whatIsProbablyNotMeantIsAWarning() throws IOException {
        Path unused = ConfigFiles.good("unused");
        assertThat(ConfigFiles.read(unused).warnings())
                .containsExactly(
                        unused + ":6:3: warning: pump: no device uses this",
                        unused + ":10:3: warning: lab: no device uses this");
        Path sameServer = ConfigFiles.good("same-server");
        assertThat(ConfigFiles.read(sameServer).warnings())
                .containsExactly(
                        sameServer + ":8:3: warning: lab: this is the server of plant too; use one endpoint for both");
        assertThat(ConfigFiles.read(ConfigFiles.good("plain-password-allowed")).warnings())
                .singleElement()
                .asString()
                .endsWith(":5:3: warning: allow-plain-password: the password is sent to broker.lan unencrypted, so"
                        + " anyone on the network path can read it");
        assertThat(ConfigFiles.read(ConfigFiles.good("plain-password-to-loopback"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aPasswordFileThatOthersCanReadIsAWarning() throws IOException {
        PosixPermissions.require(folder);
        Path file = withPasswordFile("secret\n");
        Path password = folder.resolve("mqtt.pass");

        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(BridgeConfig.read(file).warnings()).isEmpty();
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(BridgeConfig.read(file).warnings())
                .containsExactly(file + ":1:43: warning: password-file: " + password
                        + " can be read by every user of this machine (rw-r--r--); run chmod o= on it");
    }

    @Test
    void aPasswordIsReadForEachConnection() throws IOException {
        Path file = withPasswordFile("first\nnot the password\n");
        Password password =
                Objects.requireNonNull(BridgeConfig.read(file).mqtt().password());

        assertThat(password.read()).asString(StandardCharsets.UTF_8).isEqualTo("first");
        Files.writeString(folder.resolve("mqtt.pass"), "sécond\r\n");
        assertThat(password.read()).asString(StandardCharsets.UTF_8).isEqualTo("sécond");
        Files.delete(folder.resolve("mqtt.pass"));
        assertThatThrownBy(password::read)
                .isInstanceOf(IOException.class)
                .hasMessage("there is no file " + folder.resolve("mqtt.pass")
                        + "; create it, with the password in its first line");
    }

    @Test
    void aPasswordThatIsTooLongOrNotTextIsRejected() throws IOException {
        Path file = withPasswordFile("x".repeat(70_000));
        assertThatThrownBy(() -> BridgeConfig.read(file))
                .hasMessageContaining("is longer than 65535 bytes; write a shorter one")
                .hasMessageNotContaining("xxx");
        Files.write(folder.resolve("mqtt.pass"), new byte[] {(byte) 0xE4, '\n'});
        assertThatThrownBy(() -> BridgeConfig.read(file)).hasMessageContaining("is not UTF-8");
    }

    @Test
    void noTextOfAConfigurationHasThePassword() throws IOException {
        assertThat(BridgeConfig.read(withPasswordFile("hunter2\n")).toString())
                .contains("password=password in " + folder.resolve("mqtt.pass"))
                .doesNotContain("hunter2");
        assertThat(ConfigFiles.read(ConfigFiles.good("every-key")).toString()).doesNotContain(ConfigFiles.PASSWORD);
    }

    private Path withPasswordFile(String content) throws IOException {
        Files.writeString(folder.resolve("mqtt.pass"), content);
        Files.setPosixFilePermissions(folder.resolve("mqtt.pass"), PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(
                folder.resolve("gateway.yaml"),
                Files.readString(ConfigFiles.good("minimal"))
                        .replace("mqtt://127.0.0.1", "mqtts://broker.lan, user: gw, password-file: mqtt.pass"));
    }
}
