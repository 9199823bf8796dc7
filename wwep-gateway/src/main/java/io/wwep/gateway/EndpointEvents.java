package io.wwep.gateway;

import io.wwep.client.ConnectionBehavior;
import io.wwep.protocol.WwepException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of an endpoint and passes them to the observers. Updated on the gateway's thread, read on any.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // only the gateway's thread updates the counters
final class EndpointEvents {

    private final GatewayThread thread;
    private final List<GatewayObserver> observers;
    private final FailureLog log;
    private final List<EndpointRecorder> recorders;
    private @Nullable GatewayEndpoint endpoint;

    private volatile int watches;
    private volatile int stale;
    private volatile long polls;
    private volatile long missed;
    private volatile long lateness;
    private volatile boolean isFailing;
    private volatile @Nullable Instant lastSuccess;
    private volatile @Nullable WwepException lastError;
    private volatile @Nullable Instant lastErrorTime;

    EndpointEvents(GatewayThread thread, List<GatewayObserver> observers, FailureLog log) {
        this.thread = thread;
        this.observers = observers;
        this.log = log;
        this.recorders =
                observers.stream().map(observer -> new EndpointRecorder()).toList();
    }

    /** Returns the recorders for the endpoint's client, one for each observer. */
    List<EndpointRecorder> recorders() {
        return recorders;
    }

    /** Sets the endpoint that observers receive. Called before the first event. */
    void of(GatewayEndpoint observed) {
        endpoint = observed;
    }

    private GatewayEndpoint endpoint() {
        return Objects.requireNonNull(endpoint);
    }

    // ---- on the gateway's thread ----

    void watches(int change) {
        watches += change;
    }

    void stale(int change) {
        stale += change;
        if (change > 0) {
            GatewayEndpoint of = endpoint();
            notify(observer -> observer.stale(of));
        }
    }

    void missed(long count) {
        missed += count;
        GatewayEndpoint of = endpoint();
        notify(observer -> observer.missed(of, count));
    }

    void failed(WwepException cause) {
        lastError = cause;
        lastErrorTime = thread.time();
        isFailing = true;
    }

    void polled(long latenessNanos, long nanos, boolean succeeded, boolean hasReply) {
        polls++;
        lateness = Math.max(lateness, latenessNanos);
        if (hasReply) {
            lastSuccess = thread.time();
        }
        isFailing = !succeeded;
        GatewayEndpoint of = endpoint();
        notify(observer -> observer.polled(of, latenessNanos, nanos, succeeded));
    }

    // ---- on any thread ----

    /** Notifies the observers that the endpoint was added, and connects the recorders that they return. */
    void added() {
        GatewayEndpoint of = endpoint();
        for (int i = 0; i < observers.size(); i++) {
            EndpointRecorder recorder = recorders.get(i);
            notify(observers.get(i), observer -> observer.endpointAdded(of).ifPresent(recorder::passTo));
        }
    }

    /** Notifies the observers of an event. */
    void notify(Consumer<GatewayObserver> event) {
        observers.forEach(observer -> notify(observer, event));
    }

    private void notify(GatewayObserver observer, Consumer<GatewayObserver> event) {
        try {
            event.accept(observer);
        } catch (Throwable e) { // from user code
            log.failed("an observer of the gateway failed: " + observer, e);
        }
    }

    @Nullable
    WwepException lastError() {
        return lastError;
    }

    boolean isFailing() {
        return isFailing;
    }

    /** Returns a snapshot that includes the given facts from the client. */
    EndpointStatus status(EndpointState state, ConnectionBehavior behavior) {
        return new EndpointStatus(
                state,
                behavior,
                watches,
                polls,
                missed,
                stale,
                Duration.ofNanos(lateness),
                lastSuccess,
                lastError,
                lastErrorTime);
    }
}
