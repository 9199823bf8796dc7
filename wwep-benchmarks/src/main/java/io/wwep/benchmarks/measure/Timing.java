package io.wwep.benchmarks.measure;

/**
 * How long a number of operations took.
 *
 * @param nanos wall time of all together
 * @param p99Nanos the time that 99 of 100 single operations stayed within, or NaN where they were not timed one by one
 */
public record Timing(long nanos, long operations, double p99Nanos) {

    public double nanosPerOperation() {
        return (double) nanos / operations;
    }
}
