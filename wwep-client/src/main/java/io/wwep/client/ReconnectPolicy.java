package io.wwep.client;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a client waits before it tries to connect again, when it could not. The first try after a connection that was
 * lost is made at once.
 */
@FunctionalInterface
public interface ReconnectPolicy {

    /**
     * The time from a try that failed to the next one. Called after each, by the thread that made it.
     *
     * @param failures how many failed in a row, from 1
     * @return not negative; zero lets the next exchange try at once
     */
    Duration delayAfter(int failures);

    /**
     * Doubles the time with each try that fails, and varies it by a quarter up or down, so that many clients do not all
     * come back at once.
     *
     * @param first after the first failure; 1 ms to 1 day
     * @param most the longest time before it is varied; not less than the first one, at most 1 day
     * @return a policy that may be shared by clients
     * @throws IllegalArgumentException if a time is out of range
     */
    static ReconnectPolicy doubling(Duration first, Duration most) {
        Validation.time("first reconnect delay", Objects.requireNonNull(first, "first"));
        Validation.time("longest reconnect delay", Objects.requireNonNull(most, "most"));
        if (first.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "the first reconnect delay, " + first + ", is longer than the longest, " + most);
        }
        return failures -> {
            double doubled = first.toNanos() * Math.pow(2, failures - 1);
            double varied = Math.min(doubled, (double) most.toNanos())
                    * ThreadLocalRandom.current().nextDouble(0.75, 1.25);
            return Duration.ofNanos((long) varied);
        };
    }
}
