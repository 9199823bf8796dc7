package io.wwep.gateway;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The result of one poll for one watch, before decoding. Immutable: the array is never modified.
 *
 * @param quality {@link Quality#INVALID} only if the registers kept changing; whether they decode is not known yet
 * @param raw the last known contents of the registers, or empty
 * @param time when the reply with these contents arrived; if there are none, when that became known
 * @param nanos the same time by {@link System#nanoTime()}
 * @param reported when the quality changed to the current one
 * @param changed when the quality or the contents last changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by sameAs, and never changed
record Sample(
        Quality quality,
        int[] raw,
        Instant time,
        long nanos,
        Instant reported,
        Instant changed,
        @Nullable WwepException cause) {

    static final int[] NONE = {};

    /** Returns whether both samples have the same quality and contents; their times may differ. */
    boolean sameAs(Sample other) {
        return quality == other.quality && Arrays.equals(raw, other.raw);
    }

    /** Decodes the contents of the registers. */
    <T> Reading<T> decode(String device, Register<T> register, @Nullable T previous) {
        T value = null;
        Quality decoded = quality;
        WwepException why = cause;
        Instant since = reported;
        if (raw.length > 0 && quality != Quality.INVALID) {
            try {
                value = register.decode(raw);
            } catch (RuntimeException e) { // also from user-defined mappings
                if (quality == Quality.GOOD) {
                    decoded = Quality.INVALID;
                    since = changed;
                    why = new WwepProtocolException(register.name() + " is invalid: " + e.getMessage());
                }
            }
        }
        return new Reading<>(value, previous, time, nanos, since, decoded, why, raw, device, register);
    }
}
