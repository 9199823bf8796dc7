package io.wwep.gateway;

import io.wwep.protocol.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Read-write locks for the registers of an endpoint, created at the first write. Changing part of a register, by
 * reading it and writing it back, holds the lock exclusively; writes of whole registers share it. Thread-safe.
 */
final class RegisterLocks {

    private final Map<Integer, ReentrantReadWriteLock> locks = new ConcurrentHashMap<>(1);

    /** The locks acquired by one call; release them on the same thread. */
    static final class Held {

        private final List<Lock> held = new ArrayList<>(1);

        void unlock() {
            held.forEach(Lock::unlock);
        }
    }

    /** Acquires shared locks: waits for, and then keeps out, changes of parts of these registers. */
    Held share(DeviceId device, int first, int count) {
        return hold(device, first, count, false);
    }

    /** Acquires exclusive locks: waits for, and then keeps out, all other writes of these registers. */
    Held own(DeviceId device, int first, int count) {
        return hold(device, first, count, true);
    }

    private Held hold(DeviceId device, int first, int count, boolean alone) {
        Held result = new Held();
        // Locks are always acquired in ascending order, which prevents deadlocks.
        for (int register = first; register < first + count; register++) {
            ReentrantReadWriteLock both =
                    locks.computeIfAbsent(device.value() << 8 | register, key -> new ReentrantReadWriteLock());
            Lock lock = alone ? both.writeLock() : both.readLock();
            lock.lock();
            result.held.add(lock);
        }
        return result;
    }
}
