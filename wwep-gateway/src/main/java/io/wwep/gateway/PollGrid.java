package io.wwep.gateway;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Computes when the watches of an endpoint fall due: at multiples of their interval, counted from the endpoint's phase.
 * So watches of 1 s and of 5 s fall due together every 5 s. All times are those of {@link System#nanoTime()}.
 */
final class PollGrid {

    /** The golden ratio conjugate. Its multiples, modulo 1, spread evenly however many there are. */
    private static final double GOLDEN = 0.618_033_988_749_895;

    private static final int HOUR = 3600;

    private final long phase;

    private PollGrid(long phase) {
        this.phase = phase;
    }

    /**
     * Returns the grid of an endpoint. Phases are spread evenly over a second and, for longer intervals, randomly over
     * an hour.
     *
     * @param number the number of grids created before
     */
    static PollGrid of(long number, long now) {
        double part = number * GOLDEN;
        long withinSecond = (long) ((part - Math.floor(part)) * TimeUnit.SECONDS.toNanos(1));
        return new PollGrid(now
                + withinSecond
                + TimeUnit.SECONDS.toNanos(ThreadLocalRandom.current().nextInt(HOUR)));
    }

    /** Returns the first time after the given one at which watches of this interval fall due. */
    long after(long time, long interval) {
        return time + interval - Math.floorMod(time - phase, interval);
    }
}
