package io.wwep.examples.bridge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The bridge's own meters, beside those of the gateway. Thread-safe. */
final class BridgeMeters {

    private final AtomicInteger isConnected = new AtomicInteger();
    private final Counter connections;
    private final Counter published;
    private final Counter ignored;
    private final Map<CommandResult, Counter> commands = new EnumMap<>(CommandResult.class);

    BridgeMeters(MeterRegistry registry) {
        Gauge.builder("wwep.bridge.mqtt.connected", isConnected, AtomicInteger::get)
                .description("Whether the bridge is connected to the broker: 1 or 0")
                .register(registry);
        connections = Counter.builder("wwep.bridge.mqtt.connections")
                .description("Connections that the broker accepted")
                .register(registry);
        published = Counter.builder("wwep.bridge.mqtt.published")
                .description("Messages that the broker acknowledged")
                .register(registry);
        ignored = Counter.builder("wwep.bridge.mqtt.ignored")
                .description(
                        "Messages from the broker that were ignored: retained commands, unknown topics, and too many")
                .register(registry);
        for (CommandResult result : CommandResult.values()) {
            commands.put(
                    result,
                    Counter.builder("wwep.bridge.commands")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .description("Commands by their result")
                            .register(registry));
        }
    }

    void connected() {
        isConnected.set(1);
        connections.increment();
    }

    void disconnected() {
        isConnected.set(0);
    }

    void published() {
        published.increment();
    }

    void ignored() {
        ignored.increment();
    }

    void finished(CommandResult result) {
        Counter counter = commands.get(result);
        if (counter != null) {
            counter.increment();
        }
    }
}
