package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.client.ConnectionBehavior;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a client has learned about its server: whether it keeps a connection open after a reply. Outlives every connection.
 * Thread-safe.
 *
 * <p>A server that closes connections is tested again later, since it may only have restarted, or been replaced: after a minute,
 * then at doubling intervals of up to an hour. If the mode is fixed, nothing is learned.
 */
final class LearnedBehavior {

    private static final long FIRST_TEST_AFTER = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_BETWEEN_TESTS = TimeUnit.HOURS.toNanos(1);

    private final boolean learns;
    private final ReentrantLock lock = new ReentrantLock();

    /** Changed only under the lock. */
    private volatile ConnectionBehavior current;

    /** What was learned last. Changed only under the lock. */
    private volatile ConnectionBehavior learned;

    @GuardedBy("lock")
    private ConnectionBehavior reported = ConnectionBehavior.UNKNOWN;

    @GuardedBy("lock")
    private long interval = FIRST_TEST_AFTER;

    /** The {@link System#nanoTime()} after which a server that closes connections is to be tested again. */
    @GuardedBy("lock")
    private long nextTest;

    /** Starts with the behavior that the mode assumes, or {@link ConnectionBehavior#UNKNOWN} to learn it. */
    LearnedBehavior(ConnectionBehavior initial) {
        learns = initial == ConnectionBehavior.UNKNOWN;
        current = initial;
        learned = initial;
    }

    /** Returns whether the behavior is learned. */
    boolean learns() {
        return learns;
    }

    /** Returns what the next exchange assumes; {@link ConnectionBehavior#UNKNOWN} also while a server is tested again. */
    ConnectionBehavior current() {
        return current;
    }

    /** Returns what was learned last, or what the mode assumes. */
    ConnectionBehavior learned() {
        return learned;
    }

    /** If another test of a server that closes connections is due at this {@link System#nanoTime()}, starts it. */
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

    /** Records that a second exchange on one connection succeeded; returns whether that is news. */
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
     * Records that the server closed a connection after its first reply, at this {@link System#nanoTime()}; returns whether that
     * is news. If the server kept connections before, one close proves nothing: it may have restarted.
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
