package io.wwep.gateway;

import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.ProfileEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The watches of all registers of a profile, with one consumer: {@link GatewayDevice#watchAll}. Thread-safe. */
public final class Watches implements AutoCloseable {

    /** Maximum time that {@link #close} waits for the consumer. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final List<Watch<?>> watches;

    private Watches(List<Watch<?>> watches) {
        this.watches = List.copyOf(watches);
    }

    static Watches start(GatewayDevice device, DeviceProfile profile, Consumer<? super Reading<?>> consumer) {
        Executor oneAtATime = new SerialExecutor(device.executor());
        List<Watch<?>> started = new ArrayList<>();
        boolean done = false;
        try {
            for (ProfileEntry<?> entry : profile.entries()) {
                started.add(start(device, entry, oneAtATime, consumer));
            }
            done = true;
            return new Watches(started);
        } finally {
            if (!done) {
                started.forEach(Watch::cancel); // the device was removed meanwhile
            }
        }
    }

    private static <T> Watch<T> start(
            GatewayDevice device, ProfileEntry<T> entry, Executor executor, Consumer<? super Reading<?>> consumer) {
        WatchBuilder<T> builder = device.watch(entry.register()).executor(executor);
        Duration every = entry.every();
        if (every != null) {
            builder.every(every);
        }
        Deadband deadband = entry.deadband();
        if (deadband != null) {
            builder.deadband(deadband);
        }
        return builder.start(consumer);
    }

    /** {@return the watches, in the order of the profile} */
    public List<Watch<?>> watches() {
        return watches;
    }

    /**
     * Ends all watches. Delivers nothing afterwards. If the consumer is running on another thread, waits at most 1 s
     * for it to return. May be called by the consumer. Has no effect when called again.
     */
    @Override
    public void close() {
        watches.forEach(Watch::cancel);
        long until = System.nanoTime() + PATIENCE;
        watches.forEach(watch -> watch.awaitDelivered(until - System.nanoTime()));
    }

    @Override
    public String toString() {
        return watches.toString();
    }
}
