package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.ConnectionBehavior;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known of a server: whether it keeps a connection open after a reply. It outlives every connection. Thread-safe.
 *
 * <p>If nothing is to be learned, it stays as the user set it.
 */
final class LearnedBehavior {

    private final boolean learns;
    private final ReentrantLock lock = new ReentrantLock();

    /** Changed under the lock. */
    private volatile ConnectionBehavior current;

    @GuardedBy("lock")
    private ConnectionBehavior reported = ConnectionBehavior.UNKNOWN;

    /** Begins with what the user says, or {@link ConnectionBehavior#UNKNOWN} for what is to be learned. */
    LearnedBehavior(ConnectionBehavior initial) {
        learns = initial == ConnectionBehavior.UNKNOWN;
        current = initial;
    }

    /** Whether the client learns it. */
    boolean learns() {
        return learns;
    }

    /** What the next exchange is to assume. */
    ConnectionBehavior current() {
        return current;
    }

    /** Notes that a second exchange on one connection succeeded; gives whether that is news. */
    boolean noteKept() {
        if (!learns || current == ConnectionBehavior.KEEP_ALIVE) {
            return false;
        }
        lock.lock();
        try {
            current = ConnectionBehavior.KEEP_ALIVE;
            return isNews(ConnectionBehavior.KEEP_ALIVE);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that the server closed a connection after its first reply; gives whether that is news. Of a server that kept
     * connections before, one close proves nothing: it may have restarted.
     */
    boolean noteClosed() {
        if (!learns) {
            return false;
        }
        lock.lock();
        try {
            if (current == ConnectionBehavior.KEEP_ALIVE) {
                current = ConnectionBehavior.UNKNOWN;
                return false;
            }
            current = ConnectionBehavior.CLOSE_AFTER_REPLY;
            return isNews(ConnectionBehavior.CLOSE_AFTER_REPLY);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isNews(ConnectionBehavior learned) {
        boolean news = reported != learned;
        reported = learned;
        return news;
    }
}
