package io.wwep.server;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;

/**
 * Keeps batches of different connections apart, device by device: while a batch with several requests for a device
 * writes to it, no other such batch reads or writes there. So a client that reads two registers in one batch never gets
 * one of them before, and one after, another client's batch that writes both. Thread-safe.
 *
 * <p>A single request needs no lock: between two requests of a batch, it has the same effect as before or after it.
 */
final class DeviceLocks {

    /** Enough that connections with different devices seldom share one. */
    private static final int STRIPES = 1_024;

    private static final int SPINS = 16;
    private static final int YIELDS = 240;

    /** Created on first use, since many servers have few devices. */
    private final AtomicReferenceArray<StampedLock> locks = new AtomicReferenceArray<>(STRIPES);

    /** Returns the number of a device's lock. */
    static int stripe(int device) {
        return device % STRIPES;
    }

    /** Locks the devices that several requests of a batch concern. */
    void lock(RequestBatch batch) {
        // All batches lock in ascending order, which prevents deadlocks.
        for (int stripe = batch.nextRepeated(0); stripe >= 0; stripe = batch.nextRepeated(stripe + 1)) {
            acquire(lock(batch, stripe));
        }
    }

    /**
     * Acquires a lock. Tries many times before it waits: a store in memory is done within a microsecond, unless its
     * thread was preempted, and waking a waiting thread takes longer than a few yields.
     */
    @SuppressWarnings("ThreadPriorityCheck") // the holder may need this processor
    private static void acquire(Lock lock) {
        for (int i = 0; i < SPINS + YIELDS; i++) {
            if (lock.tryLock()) {
                return;
            }
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        lock.lock();
    }

    /** Unlocks what {@link #lock} locked, on the same thread. */
    void unlock(RequestBatch batch) {
        for (int stripe = batch.nextRepeated(0); stripe >= 0; stripe = batch.nextRepeated(stripe + 1)) {
            lock(batch, stripe).unlock();
        }
    }

    /** Returns the lock for a batch at one stripe: batches that only read share it. */
    private Lock lock(RequestBatch batch, int stripe) {
        StampedLock lock = locks.get(stripe);
        if (lock == null) {
            StampedLock created = new StampedLock();
            StampedLock found = locks.compareAndExchange(stripe, null, created);
            lock = found == null ? created : found;
        }
        return batch.writes(stripe) ? lock.asWriteLock() : lock.asReadLock();
    }
}
