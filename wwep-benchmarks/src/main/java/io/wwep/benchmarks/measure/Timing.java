package io.wwep.benchmarks.measure;

import java.util.stream.LongStream;

/**
 * The time of a number of operations.
 *
 * @param nanos the wall time of all operations
 * @param meanNanos the mean time of a single operation, or NaN if they were not timed individually
 * @param p99Nanos the 99th percentile of single operations, or NaN if they were not timed individually
 */
public record Timing(long nanos, long operations, double meanNanos, double p99Nanos) {

    /** Returns the timing of operations that were not timed individually. */
    public static Timing together(long nanos, long operations) {
        return new Timing(nanos, operations, Double.NaN, Double.NaN);
    }

    /**
     * Returns the timing of operations that were timed individually.
     *
     * @param nanos the wall time of all operations, less than the sum if some overlapped
     * @param times the time of each operation, at least one
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
