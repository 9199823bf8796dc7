package io.wwep.gateway.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.GatewayObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Provides Micrometer meters for clients and gateways.
 *
 * <pre>{@code
 * WwepMetrics metrics = new WwepMetrics();
 * metrics.bindTo(registry);
 * Gateway gateway = Gateway.create().addObserver(metrics.observer()).build();  // all endpoints
 * WwepClient client = metrics.client("plant", WwepClient.create("10.0.0.7"));  // or a client
 * }</pre>
 *
 * <p>Every meter has the tag {@code client}, the name of the client or endpoint. The timer {@code wwep.client.exchange}
 * also has {@code command} (read, write or raw) and {@code outcome} (a constant of {@link
 * io.wwep.client.ExchangeOutcome} in lower case): at most 21 time series per client, created when first needed. The
 * counter {@code wwep.client.connections.lost} also has {@code cause} (a constant of {@link io.wwep.client.LossCause}
 * in lower case). Devices and registers are not tags.
 *
 * <p>Clients and registries may be added in any order. The timers of a registry do not include exchanges before it was
 * bound. Thread-safe.
 */
@SuppressWarnings("exports") // the module requires Micrometer only if it is used
public final class WwepMetrics implements MeterBinder {

    private final Tags tags;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<MeterRegistry> registries = new ArrayList<>(1);

    @GuardedBy("lock")
    private final Map<String, ClientMeters> clients = new HashMap<>();

    /** Creates metrics without additional tags. */
    public WwepMetrics() {
        this(Tags.empty());
    }

    /**
     * Creates metrics with additional tags, which can distinguish several gateways in one process.
     *
     * @param tags added to every meter
     */
    public WwepMetrics(Iterable<Tag> tags) {
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
    }

    /**
     * Adds the meters of all current and future clients to a registry. Has no effect when called again with the same
     * registry.
     *
     * @param registry where to register the meters
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        lock.lock();
        try {
            if (registries.contains(registry)) {
                return;
            }
            registries.add(registry);
            clients.values().forEach(client -> client.bindTo(registry));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Builds a client, and adds all its meters.
     *
     * @param name the value of the tag {@code client}
     * @param builder the client's settings; do not use it again, since this call adds a recorder to it
     * @return the client; {@link #remove} its meters after closing it
     * @throws IllegalArgumentException if a client has this name already, or the builder's settings are not valid
     * @throws IllegalStateException if the client's resources are closed
     */
    public WwepClient client(String name, WwepClientBuilder builder) {
        Objects.requireNonNull(builder, "builder");
        ClientMeters meters = add(name);
        try {
            WwepClient client = builder.addRecorder(meters).build();
            meters.watch(client::statistics);
            return client;
        } catch (RuntimeException | Error e) {
            remove(name);
            throw e;
        }
    }

    /**
     * Returns a recorder for a client that is built elsewhere. Feeds only {@code wwep.client.exchange}.
     *
     * @param name the value of the tag {@code client}
     * @return the recorder, for {@link WwepClientBuilder#addRecorder}; allocates nothing per exchange, and never throws
     * @throws IllegalArgumentException if a client has this name already
     */
    public ExchangeRecorder recorder(String name) {
        return add(name);
    }

    /**
     * Returns an observer that adds the meters of all endpoints of a gateway, and removes them with their endpoints. If
     * the name of an endpoint is already in use in these metrics, the endpoint gets no meters, which is logged. If
     * endpoints of several gateways can have the same name, use a separate {@code WwepMetrics} for each gateway, with
     * its own tag.
     *
     * @return the observer, for {@link io.wwep.gateway.GatewayBuilder#addObserver}
     */
    public GatewayObserver observer() {
        return new GatewayMeters(this);
    }

    /**
     * Removes the meters of a client from all registries. Exchanges recorded afterwards are ignored. Has no effect if
     * there is no such client.
     *
     * @param name the client's name
     */
    public void remove(String name) {
        lock.lock();
        try {
            ClientMeters removed = clients.remove(Objects.requireNonNull(name, "name"));
            if (removed != null) {
                removed.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes the meters of a client, unless its name now belongs to another one. */
    void remove(String name, ClientMeters meters) {
        lock.lock();
        try {
            if (clients.remove(name, meters)) {
                meters.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    ClientMeters add(String name) {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a client is blank: its meters need one to tell it apart");
        }
        lock.lock();
        try {
            if (clients.containsKey(name)) {
                throw new IllegalArgumentException("there are meters of a client '" + name
                        + "' already: choose another name, or remove them first");
            }
            ClientMeters added = new ClientMeters(tags.and("client", name));
            registries.forEach(added::bindTo);
            clients.put(name, added);
            return added;
        } finally {
            lock.unlock();
        }
    }

    /** Adds the meters of an endpoint of a gateway. */
    EndpointMeters watch(ClientMeters client, GatewayEndpoint endpoint) {
        client.watch(endpoint::statistics);
        EndpointMeters meters = new EndpointMeters(client, endpoint);
        client.addMeters(meters);
        return meters;
    }
}
