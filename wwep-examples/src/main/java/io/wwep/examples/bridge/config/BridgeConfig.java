package io.wwep.examples.bridge.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a bridge between WWEP and MQTT, as read from {@code gateway.yaml}. Immutable and thread-safe.
 *
 * @param mqtt the broker
 * @param outbox the file of pending commands
 * @param http where to serve {@code /health} and {@code /metrics}; null for nowhere
 * @param endpoints the WWEP servers, at least one
 * @param devices their devices, at least one
 * @param warnings what is allowed but probably not meant, as lines to print
 */
public record BridgeConfig(
        MqttConfig mqtt,
        Path outbox,
        @Nullable InetSocketAddress http,
        List<EndpointConfig> endpoints,
        List<DeviceConfig> devices,
        List<String> warnings) {

    /** Copies the lists. */
    public BridgeConfig {
        Objects.requireNonNull(mqtt, "mqtt");
        Objects.requireNonNull(outbox, "outbox");
        endpoints = List.copyOf(endpoints);
        devices = List.copyOf(devices);
        warnings = List.copyOf(warnings);
    }

    /** {@return whether the last line of the warnings only says that there are more} */
    public boolean hasMoreWarnings() {
        return warnings.size() > Problems.MOST;
    }

    /**
     * Reads a configuration file and every file that it names: certificates, keys and passwords. No host name is looked up.
     *
     * @param file the file
     * @throws InvalidConfigException if it has errors, or cannot be read
     */
    public static BridgeConfig read(Path file) throws IOException {
        return new ConfigReader(file, System::getenv).read();
    }
}
