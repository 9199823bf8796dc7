package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The direct buffers that busy connections borrow. From an array, the JDK would copy by way of a buffer of its own at every read
 * and write. There are a few for the whole process, which are made when they are first needed and never freed: so direct memory
 * is bounded, and does not wait for a garbage collection. A connection that gets none works without. Thread-safe.
 */
final class DirectBuffers {

    /** What a read or a write moves at once. */
    static final int SIZE = 16 * 1024;

    /** 1 MB in all. */
    private static final int MOST = 64;

    private static final DirectBuffers SHARED = new DirectBuffers();

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    @GuardedBy("lock")
    private int made;

    private @Nullable ByteBuffer borrow() {
        synchronized (lock) {
            ByteBuffer buffer = free.poll();
            if (buffer == null && made < MOST) {
                buffer = ByteBuffer.allocateDirect(SIZE);
                made++;
            }
            return buffer;
        }
    }

    private void giveBack(ByteBuffer buffer) {
        synchronized (lock) {
            free.push(buffer);
        }
    }

    /** What one connection borrows for one direction. One thread at a time uses it; any may give it back. */
    static final class Loan {

        /** Null while a thread uses the buffer, or if none is lent. */
        private final AtomicReference<@Nullable ByteBuffer> kept = new AtomicReference<>();

        private volatile boolean closed;

        /** Takes the buffer, for {@link #keep} after use; null if there is none. */
        @Nullable
        ByteBuffer take() {
            ByteBuffer buffer = kept.getAndSet(null);
            return buffer == null ? SHARED.borrow() : buffer;
        }

        /** Keeps the buffer for the next use. */
        void keep(ByteBuffer buffer) {
            kept.set(buffer);
            if (closed) {
                release();
            }
        }

        /** Gives the buffer back, unless a thread uses it. */
        void release() {
            ByteBuffer buffer = kept.getAndSet(null);
            if (buffer != null) {
                SHARED.giveBack(buffer);
            }
        }

        /** Gives the buffer back as soon as no thread uses it. */
        void close() {
            closed = true;
            release();
        }
    }
}
