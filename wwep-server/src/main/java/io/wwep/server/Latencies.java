package io.wwep.server;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long many things took, counted in steps that grow with the time: a percentile is too long by an eighth at most, and
 * the memory is always the same.
 *
 * <p>Safe for use by several threads at once.
 */
final class Latencies {

    /** Steps for each doubling, as a number of bits. */
    private static final int STEP_BITS = 3;

    private static final int STEPS = 1 << STEP_BITS;

    private final AtomicLongArray counts = new AtomicLongArray((Long.SIZE - STEP_BITS) * STEPS);

    /** Adds the given number that took this long. */
    void add(long nanos, int times) {
        counts.getAndAdd(step(Math.max(0, nanos)), times);
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** The nanoseconds that this part of all did not exceed, rounded up to the end of a step; 0 if there are none. */
    long percentile(double part) {
        long rank = Math.max(1, (long) Math.ceil(part * count()));
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
            if (sum >= rank) {
                return end(i);
            }
        }
        return 0;
    }

    /** Below {@link #STEPS} each number is a step of its own; above, the highest bits tell. */
    private static int step(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
        return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
    }

    private static long end(int step) {
        if (step < STEPS) {
            return step;
        }
        int shift = step / STEPS - 1;
        return ((long) (step % STEPS + STEPS + 1) << shift) - 1;
    }
}
