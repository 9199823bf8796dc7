package io.wwep.gateway;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The result of one poll for one watch, not decoded yet. Immutable: nobody changes the array.
 *
 * @param quality {@link Quality#INVALID} only if the registers kept changing; whether they decode is not known yet
 * @param raw the registers last read, with their own time; empty if there are none
 * @param time when the reply with them arrived
 * @param reported when the quality changed to this one
 * @param changed when the quality or the registers changed to these
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

    /** Whether a consumer that has the other sample learns nothing from this one but a later time. */
    boolean sameAs(Sample other) {
        return quality == other.quality && Arrays.equals(raw, other.raw);
    }

    /** Decodes the registers. */
    <T> Reading<T> decode(Register<T> register, @Nullable T previous) {
        T value = null;
        Quality decoded = quality;
        WwepException why = cause;
        Instant since = reported;
        if (raw.length > 0 && quality != Quality.INVALID) {
            try {
                value = register.decode(raw);
            } catch (RuntimeException e) { // of a mapping, too
                if (quality == Quality.GOOD) {
                    decoded = Quality.INVALID;
                    since = changed;
                    why = new WwepProtocolException(register.name() + " is invalid: " + e.getMessage());
                }
            }
        }
        return new Reading<>(value, previous, time, nanos, since, decoded, why, raw);
    }
}
