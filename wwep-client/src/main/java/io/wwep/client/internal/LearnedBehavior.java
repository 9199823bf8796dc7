package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.ConnectionBehavior;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known of a server: whether it keeps a connection open after a reply. It outlives every connection. Thread-safe.
 *
 * <p>That a server closes is tested again later, since it may just have restarted, or been replaced: after a minute, and then
 * after twice as long each time, up to an hour. If nothing is to be learned, it stays as the user set it.
 */
final class LearnedBehavior {

    private static final long FIRST_TEST_AFTER = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_BETWEEN_TESTS = TimeUnit.HOURS.toNanos(1);

    private final boolean learns;
    private final ReentrantLock lock = new ReentrantLock();

    /** Changed under the lock. */
    private volatile ConnectionBehavior current;

    /** What was found out last. Changed under the lock. */
    private volatile ConnectionBehavior learned;

    @GuardedBy("lock")
    private ConnectionBehavior reported = ConnectionBehavior.UNKNOWN;

    @GuardedBy("lock")
    private long interval = FIRST_TEST_AFTER;

    /** The {@link System#nanoTime()} from which on to test again a server that closes. */
    @GuardedBy("lock")
    private long nextTest;

    /** Begins with what the user says, or {@link ConnectionBehavior#UNKNOWN} for what is to be learned. */
    LearnedBehavior(ConnectionBehavior initial) {
        learns = initial == ConnectionBehavior.UNKNOWN;
        current = initial;
        learned = initial;
    }

    /** Whether the client learns it. */
    boolean learns() {
        return learns;
    }

    /** What the next exchange is to assume: {@link ConnectionBehavior#UNKNOWN} also while a server is tested again. */
    ConnectionBehavior current() {
        return current;
    }

    /** What was found out last, or what the user set. */
    ConnectionBehavior learned() {
        return learned;
    }

    /** Begins to test a server that closes connections again, if that is due at this {@link System#nanoTime()}. */
    void testAgainIfDue(long now) {
        if (!learns || current != ConnectionBehavior.CLOSE_AFTER_REPLY) {
            return;
        }
        lock.lock();
        try {
            if (current == ConnectionBehavior.CLOSE_AFTER_REPLY && nextTest - now <= 0) {
                current = ConnectionBehavior.UNKNOWN;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a second exchange on one connection succeeded; gives whether that is news. */
    boolean noteKept() {
        if (!learns || current == ConnectionBehavior.KEEP_ALIVE) {
            return false;
        }
        lock.lock();
        try {
            current = ConnectionBehavior.KEEP_ALIVE;
            interval = FIRST_TEST_AFTER;
            return isNews(ConnectionBehavior.KEEP_ALIVE);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that the server closed a connection after its first reply, at this {@link System#nanoTime()}; gives whether that
     * is news. Of a server that kept connections before, one close proves nothing: it may have restarted.
     */
    boolean noteClosed(long now) {
        if (!learns || current == ConnectionBehavior.CLOSE_AFTER_REPLY) {
            return false;
        }
        lock.lock();
        try {
            if (current == ConnectionBehavior.KEEP_ALIVE) {
                current = ConnectionBehavior.UNKNOWN;
                learned = ConnectionBehavior.UNKNOWN;
                return false;
            }
            if (learned == ConnectionBehavior.CLOSE_AFTER_REPLY) {
                interval = Math.min(2 * interval, LONGEST_BETWEEN_TESTS);
            }
            nextTest = now + interval;
            current = ConnectionBehavior.CLOSE_AFTER_REPLY;
            return isNews(ConnectionBehavior.CLOSE_AFTER_REPLY);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isNews(ConnectionBehavior found) {
        learned = found;
        boolean news = reported != found;
        reported = found;
        return news;
    }
}
