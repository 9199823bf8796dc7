package io.wwep.gateway;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The times at which the watches of an endpoint fall due: the whole multiples of their interval after the endpoint's phase. So
 * watches of 1 s and of 5 s fall due together every 5 s. All times are those of {@link System#nanoTime()}.
 */
final class PollGrid {

    /** By this part of a second, each phase lies farthest from those before it. */
    private static final double GOLDEN = 0.618_033_988_749_895;

    private static final int HOUR = 3600;

    private final long phase;

    private PollGrid(long phase) {
        this.phase = phase;
    }

    /**
     * Returns the grid of an endpoint. The phases of many are spread evenly over a second, and randomly over an hour for the
     * longer intervals.
     *
     * @param number how many endpoints had a grid before
     */
    static PollGrid of(long number, long now) {
        double part = number * GOLDEN;
        long withinSecond = (long) ((part - Math.floor(part)) * TimeUnit.SECONDS.toNanos(1));
        return new PollGrid(now
                + withinSecond
                + TimeUnit.SECONDS.toNanos(ThreadLocalRandom.current().nextInt(HOUR)));
    }

    /** Returns the first point of an interval's grid after this time. */
    long after(long time, long interval) {
        return time + interval - Math.floorMod(time - phase, interval);
    }
}
