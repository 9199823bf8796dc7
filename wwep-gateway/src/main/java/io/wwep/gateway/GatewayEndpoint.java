package io.wwep.gateway;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientSettings;
import io.wwep.client.WwepStatistics;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that a gateway polls, with its client: {@link Gateway#endpoint}. Thread-safe. */
public final class GatewayEndpoint {

    private final Gateway gateway;
    private final String name;
    private final WwepClient client;
    private final WwepClientSettings settings;
    private final PolledEndpoint polled;
    private final EndpointEvents events;
    private final RegisterLocks writeLocks;
    private final OutboxSender outboxSender;
    private final AtomicBoolean isRemoved = new AtomicBoolean();

    GatewayEndpoint(
            Gateway gateway,
            String name,
            WwepClient client,
            WwepClientSettings settings,
            PolledEndpoint polled,
            EndpointEvents events,
            OutboxSender outboxSender) {
        this.gateway = gateway;
        this.name = name;
        this.client = client;
        this.settings = settings;
        this.polled = polled;
        this.events = events;
        this.writeLocks = new RegisterLocks(settings.deadline());
        this.outboxSender = outboxSender;
        events.of(this);
    }

    /** {@return the name, unique in its gateway} */
    public String name() {
        return name;
    }

    /** {@return the server's host and port, such as {@code 10.0.0.7:27708}} */
    public String server() {
        return settings.server();
    }

    /** {@return a snapshot of the endpoint's state} Also works after the endpoint is removed. */
    public EndpointStatus status() {
        WwepStatistics statistics = client.statistics();
        return events.status(state(statistics), statistics.behavior());
    }

    /** {@return a snapshot of the client's statistics} Also works after the endpoint is removed. */
    public WwepStatistics statistics() {
        return client.statistics();
    }

    private EndpointState state(WwepStatistics statistics) {
        if (isRemoved.get()) {
            return EndpointState.CLOSED;
        }
        if (client.isConnected()) {
            return EndpointState.CONNECTED;
        }
        if (statistics.queued() > 0 || statistics.inFlight() > 0) {
            return EndpointState.CONNECTING;
        }
        return events.isFailing() ? EndpointState.FAILED : EndpointState.IDLE;
    }

    /**
     * Removes the endpoint and its devices from the gateway. Ends their watches and closes the client; calls in
     * progress fail. Has no effect when called again.
     */
    public void remove() {
        gateway.remove(this);
    }

    Gateway gateway() {
        return gateway;
    }

    WwepClient client() {
        return client;
    }

    PolledEndpoint polled() {
        return polled;
    }

    OutboxSender outboxSender() {
        return outboxSender;
    }

    WwepClientSettings settings() {
        return settings;
    }

    EndpointEvents events() {
        return events;
    }

    boolean isRemoved() {
        return isRemoved.get();
    }

    RegisterLocks writeLocks() {
        return writeLocks;
    }

    /** Ends the watches, closes the client and notifies the observers. Closes only the client when called again. */
    void close() {
        boolean isFirst = isRemoved.compareAndSet(false, true);
        polled.close();
        client.close();
        if (isFirst) {
            events.notify(observer -> observer.endpointRemoved(this));
        }
    }

    @Override
    public String toString() {
        return "endpoint '" + name + "' (" + server() + ")";
    }
}
