package io.wwep.examples.bridge;

import com.google.gson.JsonObject;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wwep.examples.bridge.StatusServer.Answer;
import io.wwep.examples.bridge.config.BridgeConfig;
import io.wwep.examples.bridge.config.DeviceConfig;
import io.wwep.examples.bridge.config.EndpointConfig;
import io.wwep.examples.bridge.config.MqttConfig;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayHealth;
import io.wwep.gateway.metrics.WwepMetrics;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.tls.TlsMaterialException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects WWEP devices with an MQTT broker: publishes their registers as they change, and writes what is published for their writable
 * registers. Runs on its own threads until it is closed; broker and devices may come and go meanwhile. Thread-safe.
 */
public final class Bridge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.bridge");

    /** Limits how many entities are removed from Home Assistant, since anyone may publish under its topics. */
    private static final int MAX_REMOVED = 1_000;

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final BridgeConfig config;
    private final Topics topics;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final @Nullable HomeAssistant homeAssistant;

    /** The topics of Home Assistant's descriptions. Not changed once the session has started. */
    private final Set<String> described = new HashSet<>();

    private final Set<String> removed = ConcurrentHashMap.newKeySet();
    private final BrokerSession session;
    private final Commands commands;
    private final Availability availability;
    private final Gateway gateway;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private @Nullable StatusServer http;

    private Bridge(BridgeConfig config, Timing timing) {
        MqttConfig mqtt = config.mqtt();
        this.config = config;
        topics = new Topics(mqtt.prefix());
        homeAssistant = mqtt.homeAssistant() ? new HomeAssistant(mqtt.clientId(), topics, mqtt.format()) : null;
        LimitedLog log = new LimitedLog();
        BridgeMeters meters = new BridgeMeters(registry);
        session = new BrokerSession(
                new BrokerSettings(mqtt, timing),
                timing,
                topics,
                new Outgoing(),
                this::received,
                log,
                meters,
                homeAssistant == null ? null : homeAssistant.filter());
        commands = new Commands(session, log, meters);
        availability = new Availability(topics, devicesByEndpoint(config), session::put);
        WwepMetrics metrics = new WwepMetrics();
        metrics.bindTo(registry);
        gateway = Gateway.create()
                .outbox(config.outbox())
                .addObserver(metrics.observer())
                .addObserver(availability)
                .build();
    }

    /**
     * Starts a bridge. Does not wait for the broker or the devices.
     *
     * @param config the configuration
     * @return the bridge; close it to end it
     * @throws IOException if the outbox cannot be opened, or the address for HTTP cannot be used
     * @throws TlsMaterialException if a certificate or key cannot be used
     */
    public static Bridge start(BridgeConfig config) throws IOException {
        return start(config, Timing.DEFAULT);
    }

    static Bridge start(BridgeConfig config, Timing timing) throws IOException {
        Bridge bridge = new Bridge(Objects.requireNonNull(config, "config"), timing);
        try {
            bridge.begin();
            return bridge;
        } catch (IOException | RuntimeException e) {
            bridge.close();
            throw e;
        }
    }

    private void begin() throws IOException {
        gateway.outbox().addListener(commands);
        List<BridgedRegister<?>> registers = registers();
        InetSocketAddress address = config.http();
        if (address != null) {
            http = StatusServer.start(address, Map.of("/health", this::health, "/metrics", this::metrics));
        }
        availability.start();
        session.start();
        registers.forEach(register -> {
            var unused = register.watch();
        });
    }

    /** Adds the endpoints and devices to the gateway, and their registers to the commands and to Home Assistant. */
    private List<BridgedRegister<?>> registers() {
        Map<String, GatewayEndpoint> endpoints = new HashMap<>();
        for (EndpointConfig endpoint : config.endpoints()) {
            endpoints.put(endpoint.name(), gateway.endpoint(endpoint.name(), endpoint.client()));
        }
        List<BridgedRegister<?>> registers = new ArrayList<>();
        for (DeviceConfig each : config.devices()) {
            GatewayEndpoint endpoint = Objects.requireNonNull(endpoints.get(each.endpoint()), each.endpoint());
            GatewayDevice device = gateway.device(each.name(), endpoint, each.id());
            for (ProfileEntry<?> entry : each.profile().entries()) {
                BridgedRegister<?> register =
                        new BridgedRegister<>(device, entry, config.mqtt().format(), topics, session);
                registers.add(register);
                commands.add(register);
                describe(register, each.profileName());
            }
        }
        return registers;
    }

    private void describe(BridgedRegister<?> register, String profileName) {
        if (homeAssistant == null) {
            return;
        }
        homeAssistant
                .describe(register, profileName)
                .ifPresentOrElse(
                        message -> {
                            described.add(message.topic());
                            session.put(message);
                        },
                        () -> LOG.warn(
                                "{} of {} is not described to Home Assistant, whose entities hold at most 255 characters",
                                register.name(),
                                register.device().name()));
    }

    private static Map<String, List<String>> devicesByEndpoint(BridgeConfig config) {
        Map<String, List<String>> devices = new HashMap<>();
        config.devices()
                .forEach(device -> devices.computeIfAbsent(device.endpoint(), endpoint -> new ArrayList<>())
                        .add(device.name()));
        return devices;
    }

    private void received(Received message) {
        if (homeAssistant != null && homeAssistant.isDescription(message.topic())) {
            receivedDescription(message);
        } else {
            commands.received(message);
        }
    }

    /** Removes an entity that an earlier configuration described. */
    private void receivedDescription(Received message) {
        if (message.isRetained()
                && message.payload().length > 0
                && !described.contains(message.topic())
                && removed.size() < MAX_REMOVED
                && removed.add(message.topic())) {
            LOG.info("removing {} from Home Assistant: it is not in the configuration", message.topic());
            session.add(Message.forgetting(message.topic()));
        }
    }

    private Answer health() {
        GatewayHealth health = gateway.health();
        GatewayHealth.Status status = session.isConnected() ? health.status() : GatewayHealth.Status.DOWN;
        JsonObject endpoints = new JsonObject();
        health.endpoints().forEach(endpoints::addProperty);
        JsonObject json = new JsonObject();
        json.addProperty("status", status.name());
        json.addProperty("mqtt", session.status());
        json.add("endpoints", endpoints);
        return new Answer(
                status == GatewayHealth.Status.DOWN ? UNAVAILABLE : OK, "application/json", Json.text(json) + "\n");
    }

    private Answer metrics() {
        return new Answer(OK, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
    }

    /** Returns the port of {@code /health} and {@code /metrics}, or -1 if there is none. */
    int httpPort() {
        return http == null ? -1 : http.port();
    }

    /** Returns the state of the connection to the broker. */
    String mqttStatus() {
        return session.status();
    }

    /**
     * Ends the bridge: publishes that it and its devices are offline, if the broker is there, and closes everything. Values that are
     * still to be written stay in the outbox. Takes some seconds at most. Has no effect when called again.
     */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        if (http != null) {
            http.close();
        }
        commands.close();
        gateway.close();
        availability.close();
        session.close();
        registry.close();
    }
}
