package io.wwep.gateway.register;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * The numbers that a register can hold, after scaling. Immutable and thread-safe.
 *
 * @param min the smallest value
 * @param max the largest value
 * @param step the difference between neighboring values, above 0; empty for floating-point types, which have no fixed one
 */
public record NumberLimits(BigDecimal min, BigDecimal max, Optional<BigDecimal> step) {

    /**
     * Creates limits.
     *
     * @param min the smallest value
     * @param max the largest value
     * @param step the difference between neighboring values, or empty
     */
    public NumberLimits {
        Objects.requireNonNull(min, "min");
        Objects.requireNonNull(max, "max");
        Objects.requireNonNull(step, "step");
    }
}
