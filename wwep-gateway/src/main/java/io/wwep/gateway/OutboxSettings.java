package io.wwep.gateway;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of an outbox: {@link GatewayBuilder#outbox(java.nio.file.Path, OutboxSettings)}. Immutable.
 *
 * @param maxRows the number of registers that may have a pending value, 1 to 1,000,000
 * @param maxAge the longest time for which a write may be valid, 1 ms to 366 days
 * @param whenFull what happens to a write that would exceed the number of rows
 */
public record OutboxSettings(int maxRows, Duration maxAge, WhenFull whenFull) {

    private static final int MOST_ROWS = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(366);

    /** 10,000 rows, 7 days, and new writes are refused when the outbox is full. */
    public static final OutboxSettings DEFAULT = new OutboxSettings(10_000, Duration.ofDays(7), WhenFull.REFUSE);

    /** What a full outbox does. */
    public enum WhenFull {
        /** Refuses the new write: {@link OutboxException}. */
        REFUSE,

        /** Removes the oldest writes that are not being sent: {@link OutboxListener#dropped}. */
        DROP_OLDEST
    }

    /**
     * Checks the limits.
     *
     * @param maxRows the number of registers that may have a pending value, 1 to 1,000,000
     * @param maxAge the longest time for which a write may be valid, 1 ms to 366 days
     * @param whenFull what happens to a write that would exceed the number of rows
     * @throws IllegalArgumentException if a number is out of range
     */
    public OutboxSettings {
        Objects.requireNonNull(maxAge, "maxAge");
        Objects.requireNonNull(whenFull, "whenFull");
        if (maxRows < 1 || maxRows > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "an outbox has 1 to " + MOST_ROWS + " rows, not " + maxRows + ": choose a number in between");
        }
        if (maxAge.compareTo(Duration.ofMillis(1)) < 0 || maxAge.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the maximum age of a write is 1 ms to 366 days, not " + maxAge + ": choose a time in between");
        }
    }

    /**
     * Changes the number of rows.
     *
     * @param maxRows 1 to 1,000,000
     * @return settings with this limit
     * @throws IllegalArgumentException if the number is out of range
     */
    public OutboxSettings withMaxRows(int maxRows) {
        return new OutboxSettings(maxRows, maxAge, whenFull);
    }

    /**
     * Changes the longest time for which a write may be valid.
     *
     * @param maxAge 1 ms to 366 days
     * @return settings with this limit
     * @throws IllegalArgumentException if the time is out of range
     */
    public OutboxSettings withMaxAge(Duration maxAge) {
        return new OutboxSettings(maxRows, maxAge, whenFull);
    }

    /**
     * Makes room for new writes by removing the oldest ones.
     *
     * @return settings with {@link WhenFull#DROP_OLDEST}
     */
    public OutboxSettings dropOldest() {
        return new OutboxSettings(maxRows, maxAge, WhenFull.DROP_OLDEST);
    }

    /** Returns the validity of a write, in milliseconds, after checking it. */
    long check(Duration validFor) {
        if (validFor.compareTo(Duration.ofMillis(1)) < 0 || validFor.compareTo(maxAge) > 0) {
            throw new IllegalArgumentException("a write is valid for 1 ms to " + maxAge + ", not " + validFor
                    + ": choose a time in between, or raise the maximum age of the outbox");
        }
        return validFor.toMillis();
    }
}
