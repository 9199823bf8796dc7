package io.wwep.examples.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.wwep.examples.bridge.config.PayloadFormat;
import io.wwep.gateway.register.NumberLimits;
import io.wwep.gateway.register.Register;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Describes registers to Home Assistant by its MQTT discovery: {@code homeassistant/COMPONENT/CLIENT-ID/DEVICE_REGISTER/config}. The
 * fields are those of its documentation for each component. Immutable.
 */
final class HomeAssistant {

    private static final String ROOT = "homeassistant";

    /** The longest text that an entity can have as its state. */
    private static final int MAX_STATE = 255;

    /** The smallest step that a number entity accepts. */
    private static final BigDecimal MIN_STEP = new BigDecimal("0.001");

    /** Home Assistant allows only these in an id within a topic. */
    private static final Pattern NOT_IN_TOPIC = Pattern.compile("[^a-zA-Z0-9_-]");

    private final String clientId;
    private final Topics topics;
    private final PayloadFormat format;

    HomeAssistant(String clientId, Topics topics, PayloadFormat format) {
        this.clientId = clientId;
        this.topics = topics;
        this.format = format;
    }

    /** Returns a filter for the descriptions of all entities of this bridge, also of those that no longer exist. */
    String filter() {
        return ROOT + "/+/" + node() + "/+/config";
    }

    /** Returns whether a topic is one of those that the filter is for. */
    boolean isDescription(String topic) {
        String[] levels = topic.split("/", -1);
        return levels.length == 5
                && levels[0].equals(ROOT)
                && levels[2].equals(node())
                && levels[4].equals("config")
                && !levels[3].isEmpty();
    }

    private String node() {
        return NOT_IN_TOPIC.matcher(clientId).replaceAll("_");
    }

    /** Returns the description of a register, or empty if no entity can hold its values, which are too long. */
    Optional<Message> describe(BridgedRegister<?> bridged, String profileName) {
        Register<?> register = bridged.register();
        boolean isText = isText(register);
        if (isText && length(register) > MAX_STATE) {
            return Optional.empty();
        }
        String device = bridged.device().name();
        String component = component(register, bridged.isWritable());
        JsonObject json = new JsonObject();
        json.addProperty("name", register.name());
        json.addProperty("unique_id", clientId + "_" + device + "_" + register.name());
        json.addProperty("state_topic", topics.value(device, register.name()));
        if (format == PayloadFormat.JSON) {
            json.addProperty(
                    "value_template",
                    isFlag(register) ? "{{ 'ON' if value_json.value else 'OFF' }}" : "{{ value_json.value }}");
        }
        if (bridged.isWritable()) {
            json.addProperty("command_topic", bridged.setTopic());
        }
        addKind(json, component, register);
        json.addProperty("qos", 1);
        json.add("availability", availability(device));
        json.addProperty("availability_mode", "all");
        json.add("device", device(device, profileName));
        json.add("origin", origin());
        return Optional.of(Message.retained(
                String.join("/", ROOT, component, node(), device + "_" + register.name(), "config"), Json.text(json)));
    }

    private static String component(Register<?> register, boolean isWritable) {
        if (isFlag(register)) {
            return isWritable ? "switch" : "binary_sensor";
        }
        if (!isWritable) {
            return "sensor";
        }
        if (register.isNumeric()) {
            return "number";
        }
        return isText(register) ? "text" : "select";
    }

    private static boolean isFlag(Register<?> register) {
        return !register.text().choices().isEmpty() && register.text().choices().get(0) instanceof Boolean;
    }

    private static boolean isText(Register<?> register) {
        return register.type().startsWith("ascii(") || register.type().startsWith("hex(");
    }

    private static boolean isHex(Register<?> register) {
        return register.type().startsWith("hex(");
    }

    /** Returns the most characters that a text can have. */
    private static int length(Register<?> register) {
        return register.count() * (isHex(register) ? 4 : 2);
    }

    private static void addKind(JsonObject json, String component, Register<?> register) {
        switch (component) {
            case "sensor" -> addSensor(json, register);
            case "number" -> addNumber(json, register);
            case "select" -> json.add("options", options(register));
            case "text" -> addText(json, register);
            default -> {
                // A switch or a binary sensor: ON and OFF are their defaults.
            }
        }
    }

    private static void addSensor(JsonObject json, Register<?> register) {
        if (register.isNumeric()) {
            Optional<UnitClass> unit = addUnit(json, register);
            json.addProperty("state_class", unit.map(UnitClass::stateClass).orElse("measurement"));
        } else if (!isText(register)) {
            json.addProperty("device_class", "enum");
            json.add("options", options(register));
        }
    }

    private static Optional<UnitClass> addUnit(JsonObject json, Register<?> register) {
        register.unit().ifPresent(unit -> json.addProperty("unit_of_measurement", unit));
        Optional<UnitClass> known = register.unit().flatMap(UnitClass::of);
        known.ifPresent(unit -> json.addProperty("device_class", unit.deviceClass()));
        return known;
    }

    private static void addNumber(JsonObject json, Register<?> register) {
        addUnit(json, register);
        NumberLimits limits = register.text().limits().orElseThrow();
        json.addProperty("min", limits.min().doubleValue());
        json.addProperty("max", limits.max().doubleValue());
        json.addProperty("step", limits.step().orElse(MIN_STEP).max(MIN_STEP));
        json.addProperty("mode", "box");
    }

    private static void addText(JsonObject json, Register<?> register) {
        int length = length(register);
        json.addProperty("min", isHex(register) ? length : 0);
        json.addProperty("max", length);
        if (isHex(register)) {
            json.addProperty("pattern", "[0-9A-Fa-f]{" + length + "}");
        }
    }

    private static JsonArray options(Register<?> register) {
        JsonArray options = new JsonArray();
        register.text().choices().forEach(choice -> options.add(choice.toString()));
        return options;
    }

    /** Both must be online: the bridge, whose will says so when it has crashed, and the device's server. */
    private JsonArray availability(String device) {
        JsonArray all = new JsonArray();
        for (String topic : List.of(topics.bridgeState(), topics.availability(device))) {
            JsonObject each = new JsonObject();
            each.addProperty("topic", topic);
            all.add(each);
        }
        return all;
    }

    private JsonObject device(String name, String profileName) {
        JsonArray identifiers = new JsonArray();
        identifiers.add(clientId + "_" + name);
        JsonObject device = new JsonObject();
        device.add("identifiers", identifiers);
        device.addProperty("name", name);
        device.addProperty("model", profileName);
        return device;
    }

    private static JsonObject origin() {
        JsonObject origin = new JsonObject();
        origin.addProperty("name", "wwep gateway");
        return origin;
    }

    /**
     * What Home Assistant knows of a unit.
     *
     * @param stateClass whether the history is of measurements or of a counter
     */
    private record UnitClass(String deviceClass, String stateClass) {

        /** Units for which only one class of device comes into question. */
        static Optional<UnitClass> of(String unit) {
            String deviceClass = switch (unit) {
                case "°C", "°F", "K" -> "temperature";
                case "V", "mV", "kV" -> "voltage";
                case "A", "mA" -> "current";
                case "W", "kW", "MW" -> "power";
                case "VA" -> "apparent_power";
                case "Wh", "kWh", "MWh" -> "energy";
                case "Hz", "kHz", "MHz", "GHz" -> "frequency";
                case "Pa", "hPa", "kPa", "bar", "mbar", "psi" -> "pressure";
                case "lx" -> "illuminance";
                case "m/s", "km/h", "mph" -> "speed";
                case "mm", "cm", "m", "km" -> "distance";
                case "g", "kg" -> "weight";
                case "s", "min", "h", "d" -> "duration";
                case "dBm" -> "signal_strength";
                default -> "";
            };
            return deviceClass.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new UnitClass(deviceClass, deviceClass.equals("energy") ? "total" : "measurement"));
        }
    }
}
