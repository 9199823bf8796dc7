package io.wwep.gateway.register;

import java.math.BigDecimal;

/** How much a number must change from the last reported value to be reported again. Immutable and thread-safe. */
public final class Deadband {

    private final double size;
    private final boolean isPercent;

    private Deadband(double size, boolean isPercent) {
        if (!(size >= 0) || Double.isInfinite(size)) {
            throw new IllegalArgumentException("a deadband of " + size
                    + " is out of range: give 0 (report every change) or a larger finite number");
        }
        this.size = size;
        this.isPercent = isPercent;
    }

    /**
     * {@return a deadband of a fixed size}
     *
     * @param size the largest change that is not reported, 0 or more, in the unit of the value
     * @throws IllegalArgumentException if it is negative, NaN or infinite
     */
    public static Deadband absolute(double size) {
        return new Deadband(size, false);
    }

    /**
     * {@return a deadband that grows with the value}
     *
     * @param percent the largest change that is not reported, in percent of the last reported value, 0 or more. After a
     *     reported 0, every change is reported.
     * @throws IllegalArgumentException if it is negative, NaN or infinite
     */
    public static Deadband percent(double percent) {
        return new Deadband(percent, true);
    }

    /**
     * {@return whether a value must be reported: it differs from the last reported one by more than the deadband}
     *
     * <p>A change to or from NaN or infinity is always reported; NaN after NaN is not a change.
     *
     * @param last the value that was last reported
     * @param now the new value
     */
    public boolean exceeded(double last, double now) {
        if (!Double.isFinite(last) || !Double.isFinite(now)) {
            return Double.compare(last, now) != 0;
        }
        // In decimal, because in binary the step from 23.4 to 23.6 would exceed 0.2.
        BigDecimal from = BigDecimal.valueOf(last);
        BigDecimal change = BigDecimal.valueOf(now).subtract(from).abs();
        BigDecimal largest = BigDecimal.valueOf(size);
        return change.compareTo(isPercent ? largest.multiply(from.abs()).movePointLeft(2) : largest) > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Deadband that && size == that.size && isPercent == that.isPercent;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(size) + (isPercent ? 1 : 0);
    }

    /** {@return the size as in a profile, such as {@code 0.2} or {@code 1.0%}} */
    @Override
    public String toString() {
        return size + (isPercent ? "%" : "");
    }
}
