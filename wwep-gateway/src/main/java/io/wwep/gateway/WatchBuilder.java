package io.wwep.gateway;

import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.Register;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a watch of a register: {@link GatewayDevice#watch}. By default, the register is polled once a second, and each change is
 * reported; if the consumer is slow, the newest reading replaces those that wait.
 *
 * <p>The first reading is always reported, and each change of its {@linkplain Quality quality}. Not thread-safe.
 *
 * @param <T> the type of the register's values
 */
public final class WatchBuilder<T> {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
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
     * Sets how often the register is polled. Registers of one endpoint that fall due together are read in one batch.
     *
     * @param interval 1 ms to 1 day; default 1 s
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public WatchBuilder<T> every(Duration interval) {
        this.interval = inRange("interval", Objects.requireNonNull(interval, "interval"));
        return this;
    }

    /**
     * Reports a number only if it differs from the last reported one by more than this. Has no effect with {@link #always}.
     * Default: each change is reported.
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
     * Reports the result of each poll.
     *
     * @return this builder
     */
    public WatchBuilder<T> always() {
        this.always = true;
        return this;
    }

    /**
     * Reports an unchanged reading at the next poll after this time without a report. Default: never.
     *
     * @param silence 1 ms to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public WatchBuilder<T> maxSilence(Duration silence) {
        this.maxSilence = inRange("max silence", Objects.requireNonNull(silence, "silence"));
        return this;
    }

    /**
     * Keeps only the newest reading for a slow consumer. This is the default. {@link Watch#conflated} counts those it replaces.
     *
     * @return this builder
     */
    public WatchBuilder<T> conflate() {
        this.capacity = 1;
        this.overflow = Overflow.DROP_OLDEST;
        return this;
    }

    /**
     * Keeps readings for a slow consumer.
     *
     * @param readings the most that wait, 1 to 1,000,000
     * @param overflow which is dropped, and counted by {@link Watch#conflated}, when there are more
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
     * Sets what runs the consumer, and decodes for it. Default: the gateway's {@linkplain GatewayBuilder#executor executor}.
     *
     * @param executor must run tasks on its own threads: on the submitting one, consumers would delay the polls of all
     * @return this builder
     */
    public WatchBuilder<T> executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Starts the watch. The first poll is within the interval, and within 1 s.
     *
     * @param consumer gets the readings, one after another. It may block, which delays its own readings only; before Java 21,
     *     four of them that block use up the default threads: give those an {@link #executor}. Exceptions are logged
     * @return the watch, to be closed
     * @throws IllegalStateException if the device was removed, or the gateway is closed
     */
    public Watch<T> start(Consumer<? super Reading<T>> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return device.start(reporting(), consumer::accept, Long.MAX_VALUE, false);
    }

    /**
     * {@return a publisher of the readings} Each subscriber has its own watch, which ends when its subscription is cancelled; it
     * completes when the device or its endpoint is removed, or the gateway closed. Readings that a subscriber has not requested
     * yet wait as those of a slow consumer.
     */
    public Flow.Publisher<Reading<T>> publisher() {
        return new ReadingPublisher<>(device, reporting());
    }

    private Reporting<T> reporting() {
        return new Reporting<>(
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
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " " + time + " is out of range: it must be 1 ms to 1 day");
        }
        return time;
    }
}
