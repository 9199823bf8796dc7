package io.wwep.examples.bridge.config;

import io.wwep.examples.bridge.config.YamlNode.Entry;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.protocol.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code devices}. */
final class DevicesReader {

    static final List<String> KEYS = List.of("endpoint", "device", "profile");

    /** The bridge publishes its own state under this name. */
    private static final String RESERVED = "bridge";

    private final Collection<String> endpoints;
    private final Map<String, @Nullable DeviceProfile> profiles;

    /**
     * Creates a reader.
     *
     * @param endpoints the names of the endpoints, also of those with errors; empty if their section could not be read
     * @param profiles the profiles, null for those with errors; empty if their section could not be read
     */
    DevicesReader(Collection<String> endpoints, Map<String, @Nullable DeviceProfile> profiles) {
        this.endpoints = endpoints;
        this.profiles = profiles;
    }

    List<DeviceConfig> read(Section devices) {
        List<DeviceConfig> read = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        devices.entries().forEach((name, entry) -> {
            DeviceConfig device = read(devices, name, entry);
            if (device != null) {
                read.add(device);
                String other = names.putIfAbsent(device.endpoint() + " " + device.id(), name);
                if (other != null) {
                    devices.error(
                            name,
                            "device " + device.id() + " of " + device.endpoint() + " is " + other
                                    + " already; write another device, or all its registers in one profile");
                }
            }
        });
        return read;
    }

    private @Nullable DeviceConfig read(Section devices, String name, Entry entry) {
        if (name.equals(RESERVED)) {
            devices.error(
                    name, "this name is reserved for the topics of the bridge itself; write another, such as bridge-1");
        } else {
            devices.checkName(name);
        }
        Section section = devices.section(name, entry, name + ": {endpoint: plant, device: 0FAC, profile: boiler}");
        if (section == null) {
            return null;
        }
        section.allowOnly(KEYS);
        String endpoint = known(section, "endpoint", endpoints);
        DeviceId id = section.parsed("device", section.require("device", "0FAC"), DevicesReader::id);
        String profileName = known(section, "profile", profiles.keySet());
        DeviceProfile profile = profileName == null ? null : profiles.get(profileName);
        return endpoint == null || id == null || profileName == null || profile == null
                ? null
                : new DeviceConfig(name, endpoint, id, profileName, profile);
    }

    private static @Nullable String known(Section section, String key, Collection<String> known) {
        String name =
                section.require(key, known.isEmpty() ? "NAME" : known.iterator().next());
        if (name != null && !known.isEmpty() && !known.contains(name)) {
            section.error(key, "there is no " + key + " '" + name + "'; write " + Section.nearest(name, known));
            return null;
        }
        return name;
    }

    private static DeviceId id(String text) {
        if (!text.matches("\\p{XDigit}{4}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a device id; write four hexadecimal digits, as in 0FAC");
        }
        return DeviceId.parse(text);
    }

    /** Reports devices whose registers would have the same id in Home Assistant, where device and register are joined by _. */
    static void checkEntityIds(Section devices, List<DeviceConfig> read) {
        Map<String, String> taken = new HashMap<>();
        for (DeviceConfig device : read) {
            for (ProfileEntry<?> entry : device.profile().entries()) {
                String register = entry.register().name();
                String topic = device.name() + "/" + register;
                String other = taken.putIfAbsent(device.name() + "_" + register, topic);
                if (other != null) {
                    devices.error(
                            device.name(),
                            topic + " and " + other
                                    + " have the same id in Home Assistant; write another name for one of them");
                }
            }
        }
    }
}
