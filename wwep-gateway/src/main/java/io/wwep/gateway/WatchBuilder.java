package io.wwep.gateway;

import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a watch of a register: {@link GatewayDevice#watch}. By default, polls the register once a second and reports
 * every change; if the consumer is slow, the newest reading replaces the one that waits.
 *
 * <p>The first reading and every change of {@linkplain Quality quality} are always reported. Not thread-safe.
 *
 * @param <T> the type of the register's values
 */
public final class WatchBuilder<T> {

    private static final int MAX_BUFFER = 1_000_000;

    private final GatewayDevice device;
    private final Register<T> register;
    private Duration interval = Duration.ofSeconds(1);
    private @Nullable Deadband deadband;
    private boolean always;
    private @Nullable Duration maxSilence;
    private int capacity = 1;
    private Overflow overflow = Overflow.DROP_OLDEST;
    private @Nullable Executor executor;

    WatchBuilder(GatewayDevice device, Register<T> register) {
        this.device = device;
        this.register = register;
    }

    /**
     * Sets the polling interval. Registers of one endpoint that fall due together are read in one batch.
     *
     * @param interval 1 ms to 1 hour; default 1 s
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public WatchBuilder<T> every(Duration interval) {
        this.interval = inRange("interval", Objects.requireNonNull(interval, "interval"));
        return this;
    }

    /**
     * Reports a number only if it differs from the last reported one by more than the deadband. Has no effect with
     * {@link #always}. Default: every change is reported.
     *
     * @param deadband the largest change that is not reported
     * @return this builder
     * @throws IllegalArgumentException if the values of the register are not numbers
     */
    public WatchBuilder<T> deadband(Deadband deadband) {
        Objects.requireNonNull(deadband, "deadband");
        if (!register.isNumeric()) {
            throw new IllegalArgumentException(
                    register + " cannot have a deadband: its values are not numbers; leave the deadband out");
        }
        this.deadband = deadband;
        return this;
    }

    /**
     * Reports only changes. This is the default.
     *
     * @return this builder
     */
    public WatchBuilder<T> onChange() {
        this.always = false;
        return this;
    }

    /**
     * Reports the result of every poll.
     *
     * @return this builder
     */
    public WatchBuilder<T> always() {
        this.always = true;
        return this;
    }

    /**
     * Reports an unchanged reading too, at the first poll after this time without a report. Default: never.
     *
     * @param silence 1 ms to 1 hour
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public WatchBuilder<T> maxSilence(Duration silence) {
        this.maxSilence = inRange("max silence", Objects.requireNonNull(silence, "silence"));
        return this;
    }

    /**
     * Keeps only the newest reading for a slow consumer. This is the default. {@link Watch#conflated} counts the
     * replaced ones.
     *
     * @return this builder
     */
    public WatchBuilder<T> conflate() {
        this.capacity = 1;
        this.overflow = Overflow.DROP_OLDEST;
        return this;
    }

    /**
     * Buffers readings for a slow consumer.
     *
     * @param readings the capacity of the buffer, 1 to 1,000,000
     * @param overflow which reading to drop when the buffer is full; {@link Watch#conflated} counts them
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public WatchBuilder<T> buffer(int readings, Overflow overflow) {
        Objects.requireNonNull(overflow, "overflow");
        if (readings < 1 || readings > MAX_BUFFER) {
            throw new IllegalArgumentException(
                    "buffer " + readings + " is out of range: it must be 1 to " + MAX_BUFFER + " readings");
        }
        this.capacity = readings;
        this.overflow = overflow;
        return this;
    }

    /**
     * Sets the executor that decodes readings and runs the consumer. Default: the gateway's
     * {@linkplain GatewayBuilder#executor executor}.
     *
     * @param executor must not run tasks on the submitting thread, where consumers would delay all polls
     * @return this builder
     */
    public WatchBuilder<T> executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Starts the watch. The first poll is due within the interval, and within 1 s at most.
     *
     * <p>If the server serves one request per connection, and cannot be polled that often, the log warns once: now, if
     * the client already knows that, otherwise after the first poll that shows it.
     *
     * @param consumer receives the readings, one at a time. It may block, which delays only its own readings. Before
     *     Java 21, four blocking consumers use up the default threads, so give them their own {@link #executor}.
     *     Exceptions are logged
     * @return the watch; close it to end it
     * @throws IllegalStateException if the device was removed, or the gateway is closed
     */
    public Watch<T> start(Consumer<? super Reading<T>> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return device.start(reporting(), consumer::accept, Long.MAX_VALUE, false);
    }

    /**
     * {@return a publisher of the readings} Each subscriber has its own watch, which ends when the subscription is
     * cancelled. The publisher completes when the device or its endpoint is removed, or the gateway is closed. Readings
     * that a subscriber has not requested yet are treated like those of a slow consumer.
     */
    public Flow.Publisher<Reading<T>> publisher() {
        return new ReadingPublisher<>(device, reporting());
    }

    private Reporting<T> reporting() {
        return new Reporting<>(
                device.name(),
                register,
                interval.toNanos(),
                deadband,
                always,
                maxSilence == null ? 0 : maxSilence.toNanos(),
                capacity,
                overflow,
                executor == null ? device.executor() : executor);
    }

    private static Duration inRange(String what, Duration time) {
        if (time.compareTo(ProfileEntry.SHORTEST_TIME) < 0 || time.compareTo(ProfileEntry.LONGEST_TIME) > 0) {
            throw new IllegalArgumentException(what + " " + time + " is out of range: it must be 1 ms to 1 hour");
        }
        return time;
    }
}
