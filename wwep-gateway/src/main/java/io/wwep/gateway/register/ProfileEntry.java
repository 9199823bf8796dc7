package io.wwep.gateway.register;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A register of a {@link DeviceProfile}, and how a gateway treats it. Immutable and thread-safe.
 *
 * @param <T> the type of its values
 * @param register the register; must have a name
 * @param every how often to read it, 1 ms to 1 hour; null for once a second, the default of a watch
 * @param deadband how much a value must change to be reported; null reports every change
 * @param isWritable whether others may write it through the gateway
 * @param validFor how long a pending write stays valid, 1 ms to 1 hour; null for the gateway's default
 */
public record ProfileEntry<T>(
        Register<T> register,
        @Nullable Duration every,
        @Nullable Deadband deadband,
        boolean isWritable,
        @Nullable Duration validFor) {

    /** The shortest interval of a watch, and the shortest lifetime of a pending write. */
    public static final Duration SHORTEST_TIME = Duration.ofMillis(1);

    /** The longest interval of a watch, and the longest lifetime of a pending write. */
    public static final Duration LONGEST_TIME = Duration.ofHours(1);

    /**
     * Validates.
     *
     * @param register the register; must have a name
     * @param every how often to read it, or null
     * @param deadband how much a value must change to be reported, or null
     * @param isWritable whether others may write it
     * @param validFor how long a pending write stays valid, or null
     * @throws IllegalArgumentException if the register has no name, a duration is out of range, a deadband is given
     *     for values that are not numbers, or {@code validFor} for a register that is not writable
     */
    public ProfileEntry {
        Objects.requireNonNull(register, "register");
        if (!((TypedRegister<T>) register).isNamed()) {
            throw new IllegalArgumentException(register + " has no name: give it one with named(\"temperature\")");
        }
        checkTime("every", every);
        checkTime("validFor", validFor);
        if (deadband != null && !register.isNumeric()) {
            throw new IllegalArgumentException(
                    register + " cannot have a deadband: its values are not numbers; leave the deadband out");
        }
        if (validFor != null && !isWritable) {
            throw new IllegalArgumentException(
                    register + " is not writable, so no write can be pending: make it writable, or leave validFor out");
        }
    }

    private static void checkTime(String what, @Nullable Duration time) {
        if (time != null && (time.compareTo(SHORTEST_TIME) < 0 || time.compareTo(LONGEST_TIME) > 0)) {
            throw new IllegalArgumentException(what + " = " + time + " is out of range: give 1 ms to 1 hour");
        }
    }

    /**
     * {@return an entry for a read-only register}
     *
     * @param <T> the type of its values
     * @param register the register
     * @throws IllegalArgumentException if it has no name
     */
    public static <T> ProfileEntry<T> of(Register<T> register) {
        return new ProfileEntry<>(register, null, null, false, null);
    }

    /**
     * {@return this entry with an interval}
     *
     * @param interval how often to read the register, 1 ms to 1 hour
     * @throws IllegalArgumentException if it is out of range
     */
    public ProfileEntry<T> every(Duration interval) {
        Objects.requireNonNull(interval, "interval");
        return new ProfileEntry<>(register, interval, deadband, isWritable, validFor);
    }

    /**
     * {@return this entry with a deadband}
     *
     * @param newDeadband how much a value must change to be reported
     * @throws IllegalArgumentException if the register's values are not {@linkplain Register#isNumeric() numbers}
     */
    public ProfileEntry<T> deadband(Deadband newDeadband) {
        Objects.requireNonNull(newDeadband, "newDeadband");
        return new ProfileEntry<>(register, every, newDeadband, isWritable, validFor);
    }

    /** {@return this entry, writable} */
    public ProfileEntry<T> writable() {
        return new ProfileEntry<>(register, every, deadband, true, validFor);
    }

    /**
     * {@return this entry, writable}
     *
     * @param lifetime how long a pending write stays valid, 1 ms to 1 hour
     * @throws IllegalArgumentException if it is out of range
     */
    public ProfileEntry<T> writable(Duration lifetime) {
        Objects.requireNonNull(lifetime, "lifetime");
        return new ProfileEntry<>(register, every, deadband, true, lifetime);
    }
}
