package io.wwep.examples.bridge;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a state that has no event. */
final class Eventually {

    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Eventually() {}

    /** Waits until a state satisfies a condition, and returns it. */
    static <T> T state(Supplier<T> state, Predicate<T> condition) {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (true) {
            T now = state.get();
            if (condition.test(now)) {
                return now;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the state is still: " + now);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
