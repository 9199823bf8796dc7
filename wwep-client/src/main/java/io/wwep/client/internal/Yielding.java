package io.wwep.client.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets other threads run before this one waits in a dearer way: on the same core, the server answers meanwhile, and callers
 * that were just answered ask again, so that one write serves all of them.
 *
 * <p>Where other work keeps the processors busy, a yield gives away a whole time slice of some milliseconds, and sixteen
 * callers get a tenth of their throughput. So the threads that hold a lease, and that all others wait for, measure what their
 * yields cost; if that is more than a twentieth of the time, nobody in this process yields for a while. Thread-safe.
 */
final class Yielding {

    /** A yield that takes longer than this gave the processor to other work. */
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(1);

    /** What long yields may cost before they stop. */
    private static final long CREDIT = TimeUnit.MILLISECONDS.toNanos(5);

    /** One part in this many of the time may be lost. */
    private static final int SHARE = 20;

    /** That of this process. */
    static final Yielding SHARED = new Yielding();

    private final AtomicLong lost = new AtomicLong();
    private volatile long lastLong = System.nanoTime();
    private volatile long pausedUntil = lastLong;
    private volatile boolean paused;

    private Yielding() {}

    /** Gives other callers a moment to queue their requests, by the thread that has the write lease. */
    void toGather() {
        if (!byHolder()) {
            // The shortest sleep there is, some 60 µs: a thread that slept is served soon, one that yielded is served
            // last.
            LockSupport.parkNanos(1);
        }
    }

    /** Yields, by a thread that holds a lease; false if yields cost too much now. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it saves time or does not
    boolean byHolder() {
        long before = System.nanoTime();
        if (paused) {
            if (before - pausedUntil < 0) {
                return false;
            }
            paused = false;
        }
        Thread.yield();
        long after = System.nanoTime();
        if (after - before > LONG) {
            count(after - before, after);
        }
        return true;
    }

    private void count(long cost, long now) {
        long regained = (now - lastLong) / SHARE;
        lastLong = now;
        long debt = lost.updateAndGet(before -> Math.max(0, before - regained) + cost);
        if (debt > CREDIT) {
            pausedUntil = now + SHARE * debt;
            paused = true;
            lost.set(0);
        }
    }

    /** Yields, by a thread that waits for its reply; false if yields cost too much now. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it saves time or does not
    boolean byWaiter() {
        // What its yields take says nothing: the others may just be served first.
        if (paused) {
            return false;
        }
        Thread.yield();
        return true;
    }
}
