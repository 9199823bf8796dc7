package io.wwep.gateway;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Read-write locks for the registers of an endpoint, created at the first write. Changing part of a register, by
 * reading it and writing it back, holds the lock exclusively; writes of whole registers share it. Thread-safe.
 */
final class RegisterLocks {

    private final Map<Integer, ReentrantReadWriteLock> locks = new ConcurrentHashMap<>(1);
    private final Duration limit;

    /**
     * Creates the locks of an endpoint.
     *
     * @param limit how long a call waits for its locks
     */
    RegisterLocks(Duration limit) {
        this.limit = limit;
    }

    /** The locks acquired by one call; release them on the same thread. */
    static final class Held {

        private final List<Lock> held = new ArrayList<>(1);

        void unlock() {
            held.forEach(Lock::unlock);
        }
    }

    /**
     * Acquires shared locks: waits for, and then keeps out, changes of parts of these registers.
     *
     * @throws WwepException if that takes too long, or the thread is interrupted; then nothing is locked
     */
    Held share(DeviceId device, int first, int count) throws WwepException {
        return hold(device, first, count, false);
    }

    /**
     * Acquires exclusive locks: waits for, and then keeps out, all other writes of these registers.
     *
     * @throws WwepException if that takes too long, or the thread is interrupted; then nothing is locked
     */
    Held own(DeviceId device, int first, int count) throws WwepException {
        return hold(device, first, count, true);
    }

    private Held hold(DeviceId device, int first, int count, boolean alone) throws WwepException {
        Held result = new Held();
        long end = System.nanoTime() + limit.toNanos();
        boolean done = false;
        try {
            // Locks are always acquired in ascending order, which prevents deadlocks.
            for (int register = first; register < first + count; register++) {
                ReentrantReadWriteLock both =
                        locks.computeIfAbsent(device.value() << 8 | register, key -> new ReentrantReadWriteLock());
                Lock lock = alone ? both.writeLock() : both.readLock();
                if (!lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new WwepTimeoutException(
                            "nothing was sent: another write of register " + String.format("%02X", register)
                                    + " of device " + device + " through this endpoint has not ended within "
                                    + limit.toMillis() + " ms, the client's deadline",
                            null,
                            Phase.QUEUE,
                            Delivery.NOT_SENT);
                }
                result.held.add(lock);
            }
            done = true;
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WwepInterruptedException(
                    "interrupted while waiting for another write of these registers of device " + device
                            + "; nothing was sent",
                    e,
                    Delivery.NOT_SENT);
        } finally {
            if (!done) {
                result.unlock();
            }
        }
    }
}
