package io.wwep.client;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides how long a client waits before it tries to connect again after a failed attempt. After a connection is lost, the first
 * attempt is made at once. Must be thread-safe if several clients share it.
 */
@FunctionalInterface
public interface ReconnectPolicy {

    /**
     * Returns the time to wait after a failed attempt. Called after each failed attempt, on the thread that made it or,
     * for a future or a virtual thread, on a worker. Until it returns, this client's calls wait, futures no longer than their
     * deadlines; other clients are not affected. If it throws, or returns null or a negative delay, the client logs a warning, and
     * the next exchange tries at once.
     *
     * @param failures how many attempts have failed in a row, at least 1
     * @return the delay, not negative; zero lets the next exchange try at once
     */
    Duration delayAfter(int failures);

    /**
     * Returns the longest delay at present. A policy whose delays depend on its application can shorten a delay that has begun:
     * an exchange during a delay tries to connect if this time has passed since the failed attempt. Called for each exchange
     * during a delay, on the same threads as {@link #delayAfter}; this client's calls wait for it too. If it throws or returns
     * null, the delay is not shortened, and the client logs only the first such failure.
     *
     * @return the longest delay; by default there is no limit
     */
    default Duration longestDelay() {
        return Duration.ofSeconds(Long.MAX_VALUE);
    }

    /**
     * Returns a policy that doubles the delay with each failed attempt, and varies it randomly by up to 25 % either way, so that
     * many clients do not all reconnect at once.
     *
     * @param first the delay after the first failure; 1 ms to 1 day
     * @param most the longest delay, before it is varied; at least {@code first}, at most 1 day
     * @return a thread-safe policy, which clients may share
     * @throws IllegalArgumentException if a time is out of range, or {@code first} is longer than {@code most}
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
