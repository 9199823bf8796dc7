package io.wwep.client.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets other threads run before this one waits in a more expensive way. On the same core, the server answers meanwhile, and
 * callers that were just answered send their next requests, so that one write serves them all.
 *
 * <p>Where other work keeps the processors busy, a yield gives away a whole time slice of several milliseconds, and sixteen
 * callers get a tenth of their throughput. So the threads that hold a lease, for which all others wait, measure the cost of
 * their yields; if it exceeds a twentieth of the time, no thread of this process yields for a while. Thread-safe.
 */
final class Yielding {

    /** A yield that takes longer than this gave the processor to other work. */
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(1);

    /** How much time long yields may cost before yielding stops. */
    private static final long CREDIT = TimeUnit.MILLISECONDS.toNanos(5);

    /** The fraction of the time that yields may cost: one in this many. */
    private static final int SHARE = 20;

    /** The instance of this process. */
    static final Yielding SHARED = new Yielding();

    private final AtomicLong lost = new AtomicLong();
    private volatile long lastLong = System.nanoTime();
    private volatile long pausedUntil = lastLong;
    private volatile boolean paused;

    private Yielding() {}

    /** Gives other callers a moment to queue their requests; called with the write lease. */
    void toGather() {
        if (!byHolder()) {
            // The shortest possible sleep, some 60 µs. A thread that slept runs again soon, one that yielded runs last.
            LockSupport.parkNanos(1);
        }
    }

    /** Yields a thread that holds a lease; returns false if yields cost too much now. */
    @SuppressWarnings("ThreadPriorityCheck") // only an optimization
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
        long before;
        long debt;
        do {
            before = lost.get();
            debt = Math.max(0, before - regained) + cost;
        } while (!lost.compareAndSet(before, debt));
        if (debt > CREDIT) {
            pausedUntil = now + SHARE * debt;
            paused = true;
            lost.set(0);
        }
    }

    /** Yields a thread that waits for its reply; returns false if yields cost too much now. */
    @SuppressWarnings("ThreadPriorityCheck") // only an optimization
    boolean byWaiter() {
        // The duration of this yield proves nothing: the other threads may just have been served first.
        if (paused) {
            return false;
        }
        Thread.yield();
        return true;
    }
}
