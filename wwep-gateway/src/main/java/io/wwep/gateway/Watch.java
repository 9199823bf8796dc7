package io.wwep.gateway;

import io.wwep.gateway.register.Register;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Polls a register and reports its changes. Started by {@link WatchBuilder#start}. Ends when the watch is closed, its
 * device or endpoint is removed, or the gateway is closed. Thread-safe.
 *
 * @param <T> the type of the register's values
 */
public final class Watch<T> implements AutoCloseable {

    /** Maximum time that {@link #close} waits for the consumer. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final GatewayDevice device;
    private final PolledEndpoint endpoint;
    private final Reporting<T> reporting;
    private final DeliveryQueue<T> delivery;
    private final PolledWatch polled;

    Watch(GatewayDevice device, PolledEndpoint endpoint, Reporting<T> reporting, DeliveryQueue<T> delivery) {
        this.device = device;
        this.endpoint = endpoint;
        this.reporting = reporting;
        this.delivery = delivery;
        Register<T> register = reporting.register();
        this.polled = new PolledWatch(
                endpoint, device.id(), register.number(), register.count(), reporting.interval(), delivery);
    }

    /** Starts polling. */
    void begin() {
        endpoint.watch(polled);
    }

    /** {@return the device} */
    public GatewayDevice device() {
        return device;
    }

    /** {@return the register} */
    public Register<T> register() {
        return reporting.register();
    }

    /**
     * {@return the result of the last poll, or empty before the first result} Decodes it on the calling thread. Its
     * time advances with each successful poll, even if nothing changed; {@code previous} is the last reported value.
     */
    public Optional<Reading<T>> latest() {
        Sample sample = polled.latest();
        return sample == null ? Optional.empty() : Optional.of(delivery.decode(sample));
    }

    /** {@return the number of polls skipped because the previous one was still running, or the machine was too busy} */
    public long missed() {
        return polled.missed();
    }

    /**
     * {@return the number of poll results dropped because the consumer was slow} With {@link WatchBuilder#conflate},
     * newer results replaced them; with {@link WatchBuilder#buffer}, the buffer was full.
     */
    public long conflated() {
        return delivery.dropped();
    }

    /**
     * Ends the watch. Delivers nothing afterwards. If the consumer is running on another thread, waits at most 1 s for
     * it to return. May be called by the consumer. Has no effect when called again.
     */
    @Override
    public void close() {
        cancel();
        delivery.awaitDelivered(PATIENCE);
    }

    /** Ends the watch without waiting. */
    void cancel() {
        delivery.cancel();
        endpoint.unwatch(polled);
        device.forget(this);
    }

    /** Ends the watch with its device or gateway: consumers receive nothing more, and publishers complete. */
    void finish() {
        delivery.endNow();
        endpoint.unwatch(polled);
    }

    void awaitDelivered(long nanos) {
        delivery.awaitDelivered(nanos);
    }

    // ---- for publishers ----

    /** Starts deliveries that were held. */
    void release() {
        delivery.release();
    }

    void request(long count) {
        delivery.request(count);
    }

    /** Drops the queued samples, then ends. */
    void end() {
        delivery.endNow();
    }

    @Override
    public String toString() {
        return "watch of " + reporting.register().name() + " of " + device;
    }
}
