package io.wwep.gateway;

import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.Register;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a watch.
 *
 * @param device the name of the device
 * @param interval nanoseconds between polls
 * @param always whether to report unchanged values too
 * @param maxSilence nanoseconds without a report after which an unchanged value is reported, or 0 for never
 * @param capacity the maximum number of samples queued for a slow consumer
 * @param executor runs the consumer, and decodes for it
 */
record Reporting<T>(
        String device,
        Register<T> register,
        long interval,
        @Nullable Deadband deadband,
        boolean always,
        long maxSilence,
        int capacity,
        Overflow overflow,
        Executor executor) {

    /** Returns whether a reading differs enough from the last reported one. */
    boolean isNews(Reading<T> now, @Nullable Reading<T> last) {
        if (always || last == null || now.quality() != last.quality()) {
            return true;
        }
        return switch (now.quality()) {
            case GOOD -> isChange(last.value(), now.value());
            case STALE -> !Objects.equals(last.value(), now.value());
            case INVALID -> !Arrays.equals(last.raw(), now.raw());
            case UNSET -> false;
        };
    }

    private boolean isChange(@Nullable T last, @Nullable T now) {
        if (deadband != null && last instanceof Number from && now instanceof Number to) {
            return deadband.exceeded(from.doubleValue(), to.doubleValue());
        }
        return !Objects.equals(last, now);
    }
}
