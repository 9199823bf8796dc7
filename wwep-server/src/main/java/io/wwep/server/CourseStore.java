package io.wwep.server;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/** A store that accepts only as many registers as the course's servers. */
final class CourseStore implements RegisterStore {

    static final int MAX_ENTRIES = 401;

    private final RegisterStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private int entries;

    CourseStore(RegisterStore store) {
        this.store = store;
    }

    @Override
    public OptionalInt read(DeviceId device, int register) throws IOException {
        return store.read(device, register);
    }

    @Override
    public boolean write(DeviceId device, int register, int value) throws IOException {
        lock.lock();
        try {
            boolean isNew = store.read(device, register).isEmpty();
            if (isNew && entries == MAX_ENTRIES) {
                return false;
            }
            boolean stored = store.write(device, register, value);
            if (isNew && stored) {
                entries++;
            }
            return stored;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void force() throws IOException {
        store.force();
    }
}
