package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wwep.client.WwepClient;
import io.wwep.examples.bridge.config.PayloadFormat;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fields of the descriptions, as Home Assistant's documentation of each MQTT integration has them. */
class HomeAssistantTest {

    private static final Topics TOPICS = new Topics("wwep");
    private static final Register<Integer> RAW = Register.uint16(0x10);

    private final Gateway gateway = Gateway.create().build();
    private final GatewayDevice boiler =
            gateway.device("boiler-1", gateway.endpoint("plant", WwepClient.create("127.0.0.1")), DeviceId.of(0x0FAC));

    @AfterEach
    void close() {
        gateway.close();
    }

    private Optional<Message> message(ProfileEntry<?> entry, PayloadFormat format) {
        return new HomeAssistant("gw.1", TOPICS, format).describe(bridged(entry, format), "boiler");
    }

    @SuppressWarnings("NullAway") // none of these registers is read or written
    private <T> BridgedRegister<T> bridged(ProfileEntry<T> entry, PayloadFormat format) {
        return new BridgedRegister<>(boiler, entry, format, TOPICS, null);
    }

    private JsonObject described(ProfileEntry<?> entry) {
        return described(entry, PayloadFormat.PLAIN);
    }

    private JsonObject described(ProfileEntry<?> entry, PayloadFormat format) {
        return JsonParser.parseString(message(entry, format).orElseThrow().payload())
                .getAsJsonObject();
    }

    private String component(ProfileEntry<?> entry) {
        String topic = message(entry, PayloadFormat.PLAIN).orElseThrow().topic();
        assertThat(topic).matches("homeassistant/[a-z_]+/gw_1/boiler-1_[a-z]+/config");
        return topic.substring(topic.indexOf('/') + 1, topic.indexOf("/gw_1/"));
    }

    @Test
    void aWholeDescription() {
        ProfileEntry<Double> temperature =
                ProfileEntry.of(Register.int16(0x10).scaled(0.1).unit("°C").named("temperature"));
        assertThat(message(temperature, PayloadFormat.PLAIN))
                .contains(Message.retained(
                        "homeassistant/sensor/gw_1/boiler-1_temperature/config",
                        "{\"name\":\"temperature\",\"unique_id\":\"gw.1_boiler-1_temperature\","
                                + "\"state_topic\":\"wwep/boiler-1/temperature\",\"unit_of_measurement\":\"°C\","
                                + "\"device_class\":\"temperature\",\"state_class\":\"measurement\",\"qos\":1,"
                                + "\"availability\":[{\"topic\":\"wwep/bridge/state\"},"
                                + "{\"topic\":\"wwep/boiler-1/availability\"}],\"availability_mode\":\"all\","
                                + "\"device\":{\"identifiers\":[\"gw.1_boiler-1\"],\"name\":\"boiler-1\","
                                + "\"model\":\"boiler\"},\"origin\":{\"name\":\"wwep gateway\"}}"));
    }

    @Test
    void aFlagIsASwitchIfItIsWritable() {
        ProfileEntry<Boolean> lamp = ProfileEntry.of(Register.flag(0x05).named("lamp"));
        assertThat(component(lamp)).isEqualTo("binary_sensor");
        assertThat(component(lamp.writable())).isEqualTo("switch");
        assertThat(described(lamp).has("command_topic")).isFalse();
        assertThat(described(lamp.writable()).get("command_topic").getAsString())
                .isEqualTo("wwep/boiler-1/lamp/set");
    }

    @Test
    void aWritableNumberHasItsLimitsAfterScaling() {
        ProfileEntry<Double> target = ProfileEntry.of(Register.int16(0x11)
                        .scaled(0.5)
                        .range(5.0, 30.0)
                        .unit("°C")
                        .named("target"))
                .writable();
        assertThat(component(target)).isEqualTo("number");
        JsonObject json = described(target);
        assertThat(json.get("min").getAsDouble()).isEqualTo(5);
        assertThat(json.get("max").getAsDouble()).isEqualTo(30);
        assertThat(json.get("step").getAsDouble()).isEqualTo(0.5);
        assertThat(json.get("unit_of_measurement").getAsString()).isEqualTo("°C");
        assertThat(json.has("state_class")).isFalse();
    }

    @Test
    void aStepIsAtLeastTheSmallestThatANumberEntityAccepts() {
        ProfileEntry<Double> fine =
                ProfileEntry.of(RAW.scaled(0.0001).named("fine")).writable();
        assertThat(described(fine).get("step").getAsDouble()).isEqualTo(0.001);
    }

    @Test
    void anEnumeratedRegisterIsASelectOrASensorWithOptions() {
        ProfileEntry<String> mode = ProfileEntry.of(
                Register.enumerated(0x06, Map.of(0, "off", 1, "heating")).named("mode"));
        assertThat(component(mode)).isEqualTo("sensor");
        assertThat(described(mode).get("device_class").getAsString()).isEqualTo("enum");
        assertThat(described(mode).has("state_class")).isFalse();
        assertThat(component(mode.writable())).isEqualTo("select");
        assertThat(described(mode.writable()).get("options").toString()).isEqualTo("[\"off\",\"heating\"]");
        assertThat(described(mode.writable()).has("device_class")).isFalse();
    }

    @Test
    void writableTextHasItsLength() {
        ProfileEntry<String> label =
                ProfileEntry.of(Register.ascii(0x20, 8).named("label")).writable();
        assertThat(component(label)).isEqualTo("text");
        assertThat(described(label).get("max").getAsInt()).isEqualTo(8);
    }

    @Test
    void writableHexadecimalDigitsHaveAPattern() {
        ProfileEntry<String> mac =
                ProfileEntry.of(Register.hex(0x20, 12).named("mac")).writable();
        assertThat(described(mac).get("pattern").getAsString()).isEqualTo("[0-9A-Fa-f]{12}");
        assertThat(described(mac).get("min").getAsInt()).isEqualTo(12);
    }

    @Test
    void textLongerThanAnEntityHoldsIsNotDescribed() {
        assertThat(message(ProfileEntry.of(Register.ascii(0x20, 256).named("log")), PayloadFormat.PLAIN))
                .isEmpty();
    }

    @Test
    void aCounterOfEnergyIsATotal() {
        ProfileEntry<Long> energy =
                ProfileEntry.of(Register.uint32(0x20).unit("kWh").named("energy"));
        assertThat(described(energy).get("device_class").getAsString()).isEqualTo("energy");
        assertThat(described(energy).get("state_class").getAsString()).isEqualTo("total");
    }

    @Test
    void jsonPayloadsHaveATemplate() {
        ProfileEntry<Boolean> lamp = ProfileEntry.of(Register.flag(0x05).named("lamp"));
        assertThat(described(ProfileEntry.of(RAW.named("raw")), PayloadFormat.JSON)
                        .get("value_template")
                        .getAsString())
                .isEqualTo("{{ value_json.value }}");
        assertThat(described(lamp, PayloadFormat.JSON).get("value_template").getAsString())
                .isEqualTo("{{ 'ON' if value_json.value else 'OFF' }}");
    }

    @Test
    void onlyTopicsOfThisBridgeAreItsDescriptions() {
        HomeAssistant homeAssistant = new HomeAssistant("gw.1", TOPICS, PayloadFormat.PLAIN);
        assertThat(homeAssistant.filter()).isEqualTo("homeassistant/+/gw_1/+/config");
        assertThat(homeAssistant.isDescription("homeassistant/sensor/gw_1/x_y/config"))
                .isTrue();
        assertThat(homeAssistant.isDescription("homeassistant/sensor/other/x_y/config"))
                .isFalse();
        assertThat(homeAssistant.isDescription("homeassistant/sensor/gw_1/x_y/z/config"))
                .isFalse();
    }
}
