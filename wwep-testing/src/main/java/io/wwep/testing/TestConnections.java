package io.wwep.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The open connections of a test server, each with its thread. Safe for use by several threads at once. */
final class TestConnections {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<Conversation, Thread> open = new HashMap<>();

    /** Has a connection served on a thread of its own. */
    void start(Conversation conversation, String name) {
        Thread thread = new Thread(() -> serve(conversation), name + "-connection-" + conversation.number());
        thread.setDaemon(true);
        lock.lock();
        try {
            open.put(conversation, thread);
        } finally {
            lock.unlock();
        }
        thread.start();
    }

    private void serve(Conversation conversation) {
        try {
            conversation.run();
        } finally {
            lock.lock();
            try {
                open.remove(conversation);
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int open() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until none is open, but no longer than this; returns how many are. */
    int awaitNone(Duration time) {
        long nanos = time.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && nanos > 0) {
                nanos = ended.awaitNanos(nanos);
            }
            return open.size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all, and waits until they have. */
    void close(Duration limit) {
        Map<Conversation, Thread> all;
        lock.lock();
        try {
            all = Map.copyOf(open);
        } finally {
            lock.unlock();
        }
        all.keySet().forEach(Conversation::close);
        all.values().forEach(thread -> join(thread, limit));
    }

    /** Waits for a thread's end; not for the one that calls. */
    static void join(Thread thread, Duration limit) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.timedJoin(thread, limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the test server's thread " + thread.getName() + " has not ended within "
                    + limit.toSeconds() + " s; does a dispatcher wait for something?");
        }
    }
}
