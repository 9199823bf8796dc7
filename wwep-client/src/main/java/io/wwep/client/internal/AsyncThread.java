package io.wwep.client.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Leads for calls that nobody waits for, and keeps their deadlines. There is no thread before the first such call, and none
 * any more some time after the last one.
 */
final class AsyncThread {

    /** To start a thread for each of a few calls in a row would cost more than to keep one. */
    private static final long IDLE = TimeUnit.SECONDS.toNanos(2);

    private final Endpoint endpoint;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread thread;
    private volatile boolean wanted;
    private boolean ended;

    AsyncThread(Endpoint endpoint, String name) {
        this.endpoint = endpoint;
        this.name = name;
    }

    /** Has the thread look after the calls, now. */
    void attend() {
        lock.lock();
        try {
            wanted = true;
            Thread running = thread;
            if (running == null) {
                Thread started = new Thread(this::run, name);
                started.setDaemon(true);
                started.start();
                thread = started;
            } else {
                LockSupport.unpark(running);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread once there is no call left. */
    void end() {
        lock.lock();
        try {
            ended = true;
            wanted = true;
            LockSupport.unpark(thread);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long idleSince = System.nanoTime();
        while (true) {
            wanted = false;
            // Nobody has a reason to interrupt it, and a thread that stays interrupted cannot wait.
            var unused = Thread.interrupted();
            Call call = endpoint.leaderWithoutCaller();
            if (call != null) {
                lead(call);
                idleSince = System.nanoTime();
                continue;
            }
            long left = endpoint.expire();
            if (left >= 0) {
                idleSince = System.nanoTime();
            } else if (mayEnd(idleSince)) {
                return;
            }
            // A lock in between may have used up what woke this thread: then it is still wanted.
            if (!wanted) {
                LockSupport.parkNanos(this, left >= 0 ? left : IDLE);
            }
        }
    }

    private void lead(Call call) {
        try {
            endpoint.lead(call);
        } catch (RuntimeException | Error e) {
            // The future has it; those of others still need this thread.
            WireLog.failed(call.current(), e);
        }
    }

    private boolean mayEnd(long idleSince) {
        lock.lock();
        try {
            boolean idle = !wanted && (ended || System.nanoTime() - idleSince >= IDLE);
            if (idle) {
                thread = null;
            }
            return idle;
        } finally {
            lock.unlock();
        }
    }
}
