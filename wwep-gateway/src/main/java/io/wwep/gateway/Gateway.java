package io.wwep.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.client.WwepClientSettings;
import io.wwep.client.WwepResources;
import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Polls the registers of many devices behind many servers, and reports their changes.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.create().build()) {
 *     GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("10.0.0.7"));
 *     GatewayDevice boiler = gateway.device("boiler-1", plant, DeviceId.of(0x0FAC));
 *     Register<Double> temperature = Register.int16(0x10).scaled(0.1).named("temperature");
 *     boiler.watch(temperature)
 *             .every(Duration.ofSeconds(1))
 *             .deadband(Deadband.absolute(0.2))
 *             .start(reading -> System.out.println(reading));
 *     boiler.write(Register.flag(0x05), true);
 * }
 * }</pre>
 *
 * <p>One thread, {@code wwep-gateway}, starts all polls; each endpoint has its own {@link WwepClient}. Watches of an
 * endpoint that fall due together form one batch, in which each register is read once. Endpoints do not delay each
 * other. While a poll is running, polls of the same endpoint that fall due are skipped and counted as missed.
 *
 * <p>{@link GatewayDevice#enqueue} keeps the last value of a register in a file until the server has it: {@link Outbox}.
 *
 * <p>Names match {@code [a-z0-9][a-z0-9_-]{0,63}}. Thread-safe.
 */
public final class Gateway implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** Maximum time that {@link #close} waits for consumers, and for the gateway's thread. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final GatewayThread thread;
    private final @Nullable WwepResources resources;
    private final Executor executor;
    private final @Nullable ConsumerThreads ownThreads;
    private final List<GatewayObserver> observers;
    private final @Nullable Outbox outbox;
    private final FailureLog failureLog = new FailureLog();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, GatewayEndpoint> endpoints = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<String, GatewayDevice> devices = new LinkedHashMap<>();

    /** The endpoints, also removed ones, whose clients may still send. */
    private final Set<GatewayEndpoint> unclosed = Collections.synchronizedSet(new LinkedHashSet<>());

    /** Reserves the names of endpoints while their clients are built, which happens without the lock. */
    @GuardedBy("lock")
    private final Set<String> beingAdded = new HashSet<>();

    @GuardedBy("lock")
    private long endpointsAdded;

    @GuardedBy("lock")
    private boolean closed;

    Gateway(
            GatewayThread thread,
            @Nullable WwepResources resources,
            @Nullable Executor executor,
            List<GatewayObserver> observers,
            @Nullable OutboxStorage storage,
            OutboxSettings settings,
            InstantSource clock)
            throws IOException {
        this.thread = thread;
        this.resources = resources;
        this.ownThreads = executor == null ? new ConsumerThreads(thread) : null;
        this.executor = executor == null ? Objects.requireNonNull(ownThreads) : executor;
        this.observers = observers;
        this.outbox = storage == null ? null : new Outbox(storage, settings, clock, this.executor, failureLog);
        thread.start();
        if (outbox != null) {
            outbox.start();
        }
    }

    /** {@return a builder with default settings} */
    public static GatewayBuilder create() {
        return new GatewayBuilder();
    }

    /**
     * Adds an endpoint, and builds its client, which connects when first needed.
     *
     * @param name unique among the endpoints, such as {@code plant}
     * @param client the settings of the client; belongs to the gateway afterwards, and must not be used for anything
     *     else. The gateway sets its executor, and caps the delays of its
     *     {@linkplain WwepClientBuilder#reconnect reconnect policy} at the shortest interval of the endpoint's watches,
     *     or 2 s if that is longer
     * @return the endpoint
     * @throws IllegalArgumentException if the name is not valid or is in use, or the builder belongs to another
     *     endpoint
     * @throws IllegalStateException if the gateway or its resources are closed
     */
    public GatewayEndpoint endpoint(String name, WwepClientBuilder client) {
        check(Objects.requireNonNull(name, "name"));
        Objects.requireNonNull(client, "client");
        long number;
        lock.lock();
        try {
            checkOpen();
            if (endpoints.containsKey(name) || !beingAdded.add(name)) {
                throw new IllegalArgumentException("there is an endpoint '" + name + "' already: choose another name");
            }
            number = endpointsAdded++;
        } finally {
            lock.unlock();
        }
        try {
            return add(build(name, client, number));
        } finally {
            release(name);
        }
    }

    private void release(String name) {
        lock.lock();
        try {
            beingAdded.remove(name);
        } finally {
            lock.unlock();
        }
    }

    /** Notifies the observers of an endpoint before adding it, so that they miss no event. */
    private GatewayEndpoint add(GatewayEndpoint endpoint) {
        endpoint.events().added();
        lock.lock();
        try {
            if (!closed) {
                endpoints.put(endpoint.name(), endpoint);
                unclosed.add(endpoint);
                if (outbox != null) {
                    outbox.attach(endpoint);
                }
                return endpoint;
            }
        } finally {
            lock.unlock();
        }
        endpoint.close();
        throw closedAlready();
    }

    private GatewayEndpoint build(String name, WwepClientBuilder builder, long number) {
        WwepClientSettings settings = builder.settings();
        if (settings.reconnect() instanceof CappedReconnect owned) {
            throw new IllegalArgumentException("this client builder belongs to endpoint '" + owned.endpoint
                    + "' already: create one for each endpoint");
        }
        CappedReconnect reconnect = new CappedReconnect(name, settings.reconnect());
        builder.reconnect(reconnect).executor(thread);
        if (resources != null) {
            builder.resources(resources);
        }
        EndpointEvents events = new EndpointEvents(thread, observers, failureLog);
        events.recorders().forEach(builder::addRecorder);
        PollPace pace = new PollPace(name, settings);
        builder.addRecorder(pace);
        WwepClient client;
        try {
            client = builder.build();
        } catch (RuntimeException e) {
            builder.reconnect(settings.reconnect()); // so the builder can be used again
            throw e;
        }
        PollGrid grid = PollGrid.of(number, System.nanoTime());
        PolledEndpoint polled = new PolledEndpoint(thread, client, settings, reconnect, pace, events, grid);
        OutboxSender sender =
                new OutboxSender(OutboxExchanges.of(client, settings, polled), settings.deadline(), reconnect);
        return new GatewayEndpoint(this, name, client, settings, polled, events, sender);
    }

    /**
     * Adds a device. Devices at different endpoints may have the same id.
     *
     * @param name unique among the devices, such as {@code boiler-1}
     * @param endpoint the endpoint through which to reach the device
     * @param id the device's id
     * @return the device
     * @throws IllegalArgumentException if the name is not valid or is in use, or the endpoint belongs to another
     *     gateway or was removed
     * @throws IllegalStateException if the gateway is closed
     */
    public GatewayDevice device(String name, GatewayEndpoint endpoint, DeviceId id) {
        check(Objects.requireNonNull(name, "name"));
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(id, "id");
        lock.lock();
        try {
            checkOpen();
            if (devices.containsKey(name)) {
                throw new IllegalArgumentException("there is a device '" + name + "' already: choose another name");
            }
            if (endpoints.get(endpoint.name()) != endpoint) {
                throw new IllegalArgumentException(endpoint + " is not an endpoint of this gateway, or was removed");
            }
            GatewayDevice added = new GatewayDevice(endpoint, name, id);
            devices.put(name, added);
            return added;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the endpoints, in the order they were added} */
    public List<GatewayEndpoint> endpoints() {
        lock.lock();
        try {
            return List.copyOf(endpoints.values());
        } finally {
            lock.unlock();
        }
    }

    /** {@return the devices, in the order they were added} */
    public List<GatewayDevice> devices() {
        lock.lock();
        try {
            return List.copyOf(devices.values());
        } finally {
            lock.unlock();
        }
    }

    /** {@return the health of the gateway and of each endpoint} */
    public GatewayHealth health() {
        Map<String, String> texts = new LinkedHashMap<>();
        int failing = 0;
        int polled = 0;
        for (GatewayEndpoint endpoint : endpoints()) {
            EndpointStatus status = endpoint.status();
            boolean fails = endpoint.events().isFailing();
            failing += fails ? 1 : 0;
            polled += fails || status.polls() > 0 ? 1 : 0;
            texts.put(endpoint.name(), HealthText.of(status, fails));
        }
        boolean isDown = isClosed() || (polled > 0 && failing == polled);
        return new GatewayHealth(
                isDown
                        ? GatewayHealth.Status.DOWN
                        : failing > 0 ? GatewayHealth.Status.DEGRADED : GatewayHealth.Status.UP,
                texts);
    }

    /**
     * {@return the outbox} It also works after the gateway is closed, as far as its methods say.
     *
     * @throws IllegalStateException if the gateway was built without one
     */
    public Outbox outbox() {
        if (outbox == null) {
            throw new IllegalStateException(
                    "this gateway has no outbox: build it by Gateway.create().outbox(Path.of(\"outbox.db\")).build()");
        }
        return outbox;
    }

    /**
     * Ends all watches, closes all clients, and stops the gateway's threads. Calls in progress fail. Waits at most 1 s
     * for the writes that the outbox is sending, and at most 1 s for running consumers. The other writes of the outbox
     * stay in its file for the next gateway. Has no effect when called again.
     */
    @Override
    public void close() {
        List<GatewayEndpoint> open;
        List<GatewayDevice> used;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(unclosed);
            used = List.copyOf(devices.values());
            endpoints.clear();
            devices.clear();
        } finally {
            lock.unlock();
        }
        if (outbox != null) {
            outbox.stop(PATIENCE);
        }
        long until = System.nanoTime() + PATIENCE;
        List<Watch<?>> watches = new ArrayList<>();
        used.forEach(device -> watches.addAll(device.close()));
        open.forEach(GatewayEndpoint::close);
        if (outbox != null) {
            outbox.close(); // unlocks its file: from now on, another process may send
        }
        thread.close(PATIENCE);
        watches.forEach(watch -> watch.awaitDelivered(until - System.nanoTime()));
        if (outbox != null) {
            outbox.awaitEvents(until - System.nanoTime());
        }
        if (ownThreads != null) {
            ownThreads.close();
        }
    }

    void remove(GatewayDevice device) {
        lock.lock();
        try {
            devices.remove(device.name(), device);
        } finally {
            lock.unlock();
        }
        var unused = device.close();
    }

    void remove(GatewayEndpoint endpoint) {
        List<GatewayDevice> behind = new ArrayList<>();
        lock.lock();
        try {
            if (!endpoints.remove(endpoint.name(), endpoint)) {
                return;
            }
            devices.values().removeIf(device -> device.endpoint() == endpoint && behind.add(device));
            if (outbox != null) {
                outbox.detach(endpoint);
            }
        } finally {
            lock.unlock();
        }
        behind.forEach(GatewayDevice::close);
        endpoint.close();
        unclosed.remove(endpoint);
    }

    Executor executor() {
        return executor;
    }

    /** Returns the outbox, or null. */
    @Nullable
    Outbox outboxIfAny() {
        return outbox;
    }

    FailureLog failureLog() {
        return failureLog;
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void checkOpen() {
        if (closed) {
            throw closedAlready();
        }
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("the gateway is closed");
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a name for an endpoint or a device: use 1 to 64"
                    + " lower-case letters, digits, '-' and '_', and begin with a letter or a digit");
        }
    }
}
