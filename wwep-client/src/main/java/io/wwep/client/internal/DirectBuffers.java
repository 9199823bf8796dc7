package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers that busy connections borrow. Given an array, the JDK would copy through a temporary buffer at every read
 * and write. The process has a few of these, allocated when first needed and never freed, so that direct memory is bounded and does
 * not depend on garbage collection. A connection that gets none works without. Thread-safe.
 */
final class DirectBuffers {

    /** The most that one read or write transfers. */
    static final int SIZE = 16 * 1024;

    /** 1 MB in total. */
    private static final int MOST = 64;

    private static final DirectBuffers SHARED = new DirectBuffers();

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    @GuardedBy("lock")
    private int made;

    /** Returns how many buffers connections have borrowed at the moment. */
    static int lent() {
        synchronized (SHARED.lock) {
            return SHARED.made - SHARED.free.size();
        }
    }

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

    /** The buffer that one connection borrows for one direction. One thread at a time uses it; any thread may return it. */
    static final class Loan {

        /** Null while a thread uses the buffer, or if none is borrowed. */
        private final AtomicReference<@Nullable ByteBuffer> kept = new AtomicReference<>();

        private volatile boolean closed;

        /** Takes the buffer; must be followed by {@link #keep}. Returns null if none is available. */
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

        /** Returns the buffer to the shared ones, unless a thread uses it. */
        void release() {
            ByteBuffer buffer = kept.getAndSet(null);
            if (buffer != null) {
                SHARED.giveBack(buffer);
            }
        }

        /** Returns the buffer to the shared ones as soon as no thread uses it. */
        void close() {
            closed = true;
            release();
        }
    }
}
