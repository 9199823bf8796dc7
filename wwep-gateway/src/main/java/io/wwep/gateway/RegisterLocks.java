package io.wwep.gateway;

import io.wwep.protocol.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A lock for each register of an endpoint that was written: held alone while a part of the register is changed, by reading and
 * writing it, and shared by other writes. Thread-safe.
 */
final class RegisterLocks {

    private final Map<Integer, ReentrantReadWriteLock> locks = new ConcurrentHashMap<>(1);

    /** Locks that are held by the thread that got this. */
    static final class Held {

        private final List<Lock> held = new ArrayList<>(1);

        void unlock() {
            held.forEach(Lock::unlock);
        }
    }

    /** Keeps others from changing parts of registers; waits for those that do. */
    Held share(DeviceId device, int first, int count) {
        return hold(device, first, count, false);
    }

    /** Keeps others from writing registers; waits for those that do. */
    Held own(DeviceId device, int first, int count) {
        return hold(device, first, count, true);
    }

    private Held hold(DeviceId device, int first, int count, boolean alone) {
        Held result = new Held();
        // All lock in the order of the numbers, so that they cannot wait for each other.
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
