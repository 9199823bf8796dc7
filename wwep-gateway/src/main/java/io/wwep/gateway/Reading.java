package io.wwep.gateway;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.WwepException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a watch knows about a register at one moment. A value always carries the time at which it was read: when reading
 * it again fails, it becomes {@link Quality#STALE} and keeps its old time. Immutable: {@code raw} is copied in and out.
 *
 * @param value the value; null if it is {@link Quality#UNSET} or {@link Quality#INVALID}, or was never read
 * @param previous the value that the watch last reported, or null if there was none
 * @param time when the reply with the value arrived; for a value over several registers, the last of the replies. If
 *     there is no value, when that became known
 * @param nanos the same time by {@link System#nanoTime()}, which does not jump
 * @param reported when the quality changed to the current one
 * @param quality how far the value can be trusted
 * @param cause why the quality is {@link Quality#STALE} or {@link Quality#INVALID}; otherwise null
 * @param raw the contents of the registers, in the order of their numbers, each 0 to 0xFFFF; empty if they were never
 *     read or never written, or if they kept changing until reading failed
 * @param device the name of the device
 * @param register the register, so that one consumer can serve many
 * @param <T> the type of the value
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record Reading<T>(
        @Nullable T value,
        @Nullable T previous,
        Instant time,
        long nanos,
        Instant reported,
        Quality quality,
        @Nullable WwepException cause,
        int[] raw,
        String device,
        Register<T> register) {

    /**
     * Creates a reading.
     *
     * @param value the value, or null
     * @param previous the value last reported, or null
     * @param time when the reply arrived
     * @param nanos the same time by {@link System#nanoTime()}
     * @param reported when the quality changed
     * @param quality how far the value can be trusted
     * @param cause why it cannot be trusted, or null
     * @param raw the contents of the registers; copied
     * @param device the name of the device
     * @param register the register
     */
    public Reading {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(reported, "reported");
        Objects.requireNonNull(quality, "quality");
        raw = Objects.requireNonNull(raw, "raw").clone();
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(register, "register");
    }

    /** Returns a copy whose quality changed at the given time. */
    Reading<T> since(Instant change) {
        return new Reading<>(value, previous, time, nanos, change, quality, cause, raw, device, register);
    }

    /** {@return a copy of the contents of the registers} */
    @Override
    public int[] raw() {
        return raw.clone();
    }

    /** {@return whether the quality is {@link Quality#GOOD}: the value was read at the reading's time} */
    public boolean isGood() {
        return quality == Quality.GOOD;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reading<?> that
                && Objects.equals(value, that.value)
                && Objects.equals(previous, that.previous)
                && time.equals(that.time)
                && nanos == that.nanos
                && reported.equals(that.reported)
                && quality == that.quality
                && Objects.equals(cause, that.cause)
                && Arrays.equals(raw, that.raw)
                && device.equals(that.device)
                && register.equals(that.register);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, time, nanos, quality, device) * 31 + Arrays.hashCode(raw);
    }

    /** {@return a text such as {@code 23.4 GOOD at 2026-11-27T10:00:00.123Z}} */
    @Override
    public String toString() {
        return (value == null ? "" : value + " ") + quality + " at " + time
                + (cause == null ? "" : ": " + cause.getMessage());
    }
}
