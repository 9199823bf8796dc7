package io.wwep.server;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets whose width grows with the duration. A percentile exceeds the true value by at most one
 * eighth, and memory use is constant.
 *
 * <p>Safe for use by several threads at once.
 */
final class LatencyHistogram {

    /** The number of buckets per doubling, in bits. */
    private static final int BUCKET_BITS = 3;

    private static final int BUCKETS = 1 << BUCKET_BITS;

    private final AtomicLongArray counts = new AtomicLongArray((Long.SIZE - BUCKET_BITS) * BUCKETS);

    /** Adds the given number of durations of this length. */
    void add(long nanos, int times) {
        counts.getAndAdd(bucket(Math.max(0, nanos)), times);
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /**
     * Returns the nanoseconds that this fraction of durations did not exceed, rounded up to a bucket's end; 0 if empty.
     */
    long percentile(double fraction) {
        long rank = Math.max(1, (long) Math.ceil(fraction * count()));
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
            if (sum >= rank) {
                return end(i);
            }
        }
        return 0;
    }

    /** Returns the bucket: below {@link #BUCKETS} the number itself, above it the highest bits. */
    private static int bucket(long nanos) {
        if (nanos < BUCKETS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - BUCKET_BITS;
        return (shift + 1) * BUCKETS + (int) (nanos >>> shift) - BUCKETS;
    }

    private static long end(int bucket) {
        if (bucket < BUCKETS) {
            return bucket;
        }
        int shift = bucket / BUCKETS - 1;
        return ((long) (bucket % BUCKETS + BUCKETS + 1) << shift) - 1;
    }
}
