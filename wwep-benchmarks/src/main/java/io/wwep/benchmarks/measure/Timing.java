package io.wwep.benchmarks.measure;

import java.util.stream.LongStream;

/**
 * How long a number of operations took.
 *
 * @param nanos wall time of all together
 * @param meanNanos the mean time of a single operation, or NaN where they were not timed one by one
 * @param p99Nanos the time that 99 of 100 single operations stayed within, or NaN where they were not timed one by one
 */
public record Timing(long nanos, long operations, double meanNanos, double p99Nanos) {

    /** Of operations that were not timed one by one. */
    public static Timing together(long nanos, long operations) {
        return new Timing(nanos, operations, Double.NaN, Double.NaN);
    }

    /**
     * Of operations that were timed one by one.
     *
     * @param nanos wall time of all together, which is less than the sum if some ran at the same time
     * @param times of each, at least one
     */
    public static Timing each(long nanos, long[] times) {
        return new Timing(
                nanos,
                times.length,
                LongStream.of(times).average().orElse(Double.NaN),
                Figures.percentile(times, 0.99));
    }

    public double nanosPerOperation() {
        return (double) nanos / operations;
    }
}
