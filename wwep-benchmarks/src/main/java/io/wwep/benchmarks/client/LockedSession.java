package io.wwep.benchmarks.client;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** Shares a connection between threads in the simplest way: a lock for each round trip. */
public final class LockedSession implements Session {

    private final Session session;
    private final ReentrantLock lock = new ReentrantLock();

    /** Wraps and owns a session. */
    public LockedSession(Session session) {
        this.session = session;
    }

    @Override
    public void exchange() throws Exception {
        lock.lock();
        try {
            session.exchange();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
