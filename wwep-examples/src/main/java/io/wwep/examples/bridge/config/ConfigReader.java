package io.wwep.examples.bridge.config;

import io.wwep.examples.bridge.config.YamlNode.Keys;
import io.wwep.examples.bridge.config.YamlNode.Text;
import io.wwep.gateway.register.DeviceProfile;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a configuration file, and reports all of its errors. */
final class ConfigReader {

    static final List<String> KEYS = List.of("mqtt", "outbox", "http", "profiles", "endpoints", "devices");

    private static final String DEFAULT_OUTBOX = "outbox.db";

    private final Path file;
    private final Folder folder;
    private final UnaryOperator<@Nullable String> environment;
    private final Problems problems;

    ConfigReader(Path file, UnaryOperator<@Nullable String> environment) {
        this.file = Objects.requireNonNull(file, "file");
        this.folder = new Folder(file);
        this.environment = environment;
        this.problems = new Problems(file);
    }

    BridgeConfig read() throws InvalidConfigException {
        String text = ConfigText.of(file);
        BridgeConfig config = null;
        try {
            config = read(YamlTree.of(text, problems));
        } catch (Problems.EndedException e) {
            // It was reported where it happened.
        }
        problems.throwIfAny();
        return Objects.requireNonNull(config, "a section that cannot be read was reported");
    }

    private @Nullable BridgeConfig read(@Nullable YamlNode root) {
        if (root instanceof Keys keys) {
            return read(new Section(keys.position(), keys, problems));
        }
        if (problems.isEmpty()) {
            boolean isEmpty = root == null || (root instanceof Text text && text.isMissing());
            problems.error(
                    root == null ? Position.START : root.position(),
                    (isEmpty ? "the file is empty" : "this is not a map of keys")
                            + "; write the keys mqtt, profiles, endpoints and devices");
        }
        return null;
    }

    private @Nullable BridgeConfig read(Section root) {
        root.allowOnly(KEYS);
        Section mqttSection = root.section("mqtt", "mqtt: {url: mqtt://127.0.0.1}");
        MqttConfig mqtt = mqttSection == null ? null : new MqttReader(mqttSection, folder, environment).read();
        Path outbox = outbox(root);
        InetSocketAddress http = root.parsed("http", root.text("http"), IpAddress::withPort);
        Section profilesSection =
                root.filledSection("profiles", "profiles: {boiler: {lamp: {register: 05, type: flag}}}");
        Map<String, @Nullable DeviceProfile> profiles =
                profilesSection == null ? Map.of() : ProfilesReader.read(profilesSection);
        Section endpointsSection = root.filledSection("endpoints", "endpoints: {plant: {host: 10.0.0.7}}");
        Map<String, @Nullable EndpointConfig> endpoints =
                endpointsSection == null ? Map.of() : new EndpointsReader(folder).read(endpointsSection);
        Section devicesSection =
                root.filledSection("devices", "devices: {boiler-1: {endpoint: plant, device: 0FAC, profile: boiler}}");
        List<DeviceConfig> devices = devicesSection == null
                ? List.of()
                : new DevicesReader(endpoints.keySet(), profiles).read(devicesSection);
        if (mqtt == null || profilesSection == null || endpointsSection == null || devicesSection == null) {
            return null;
        }
        if (mqtt.homeAssistant()) {
            DevicesReader.checkEntityIds(devicesSection, devices);
        }
        warnOfUnused(
                endpointsSection, devices.stream().map(DeviceConfig::endpoint).collect(Collectors.toSet()));
        warnOfUnused(
                profilesSection, devices.stream().map(DeviceConfig::profileName).collect(Collectors.toSet()));
        List<EndpointConfig> usable = new ArrayList<>();
        for (EndpointConfig endpoint : endpoints.values()) {
            if (endpoint != null) {
                usable.add(endpoint);
            }
        }
        return new BridgeConfig(mqtt, outbox, http, usable, devices, problems.warnings());
    }

    private static void warnOfUnused(Section section, Set<String> used) {
        section.entries().keySet().stream()
                .filter(name -> !used.contains(name))
                .forEach(name -> section.warn(name, "no device uses this"));
    }

    private Path outbox(Section root) {
        Path given = folder.path(root, "outbox");
        Path outbox = given == null ? folder.resolve(DEFAULT_OUTBOX) : given;
        Path parent = outbox.toAbsolutePath().getParent();
        if (Files.isDirectory(outbox)) {
            root.error(
                    "outbox",
                    outbox + " is a folder; write the path of a file, such as " + outbox.resolve(DEFAULT_OUTBOX));
        } else if (Folder.isPipeOrDevice(outbox) || outbox.normalize().equals(file.normalize())) {
            root.error("outbox", outbox + " is not a database; write another path, such as " + DEFAULT_OUTBOX);
        } else if (parent != null && !Files.isDirectory(parent)) {
            root.error("outbox", "there is no folder " + parent + "; create it, or write a path in another folder");
        }
        return outbox;
    }
}
