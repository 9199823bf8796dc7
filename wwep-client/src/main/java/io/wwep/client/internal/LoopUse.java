package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A client's use of the event loop, from when it first needs it until the client is closed. Thread-safe. */
final class LoopUse {

    private final Resources resources;
    private final Closing closing;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable EventLoop loop;

    LoopUse(Resources resources, Closing closing) {
        this.resources = resources;
        this.closing = closing;
    }

    /** Returns the loop, starting it if necessary; null if there is none and the client is closed. */
    @Nullable
    EventLoop get() throws IOException {
        lock.lock();
        try {
            if (loop == null && !closing.hasBegun()) {
                loop = resources.acquire();
            }
            return loop;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #get}, but fails instead of returning null. */
    EventLoop current() throws IOException {
        EventLoop running = get();
        if (running == null) {
            throw new IOException("the client is closed");
        }
        return running;
    }

    /** Returns the loop, or null if the client has not needed it yet or its use has ended. */
    @Nullable
    EventLoop started() {
        lock.lock();
        try {
            return loop;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the use. Call only after {@link Closing#begin}: otherwise, the loop could be started again.
     *
     * @return the loop, for which the caller must call {@link Resources#release}, or null if there is none
     */
    @Nullable
    EventLoop end() {
        lock.lock();
        try {
            EventLoop running = loop;
            loop = null;
            return running;
        } finally {
            lock.unlock();
        }
    }
}
