package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads, on a separate thread, from a socket that no selector can wait for, so that data arriving while the connection is
 * idle is noticed at once: most often the server's close. The thread starts when the connection is first idle, and ends with
 * it; from then on, callers get what it has read. It continues only once they have consumed that. Thread-safe; one thread at
 * a time calls {@link #read}.
 */
final class BackgroundReader implements Runnable {

    private static final int BUFFER_BYTES = 1024;

    /** How often to report unread data. A thread may be about to read it, or to send. */
    private static final long REPORT_EVERY = TimeUnit.MILLISECONDS.toNanos(5);

    /** How long a caller waits for the thread to enter its read; before that, data that has arrived is not seen. */
    private static final long READS_WITHIN = TimeUnit.MILLISECONDS.toNanos(250);

    /** How long that read takes to return if data has already arrived. */
    private static final long RETURNS_WITHIN = TimeUnit.MILLISECONDS.toNanos(2);

    private final Socket socket;
    private final ReentrantLock lock = new ReentrantLock();

    /** Signaled at each change. */
    private final Condition changed = lock.newCondition();

    private volatile boolean started;
    private volatile @Nullable Thread thread;
    private Runnable onUnread = () -> {};
    private byte[] bytes = {};

    /** The bytes from here to {@link #end} have not been returned. The thread refills the array only when there are none. */
    @GuardedBy("lock")
    private int next;

    @GuardedBy("lock")
    private int end;

    /** Whether the thread is in its read, or about to enter it. */
    @GuardedBy("lock")
    private boolean reading;

    @GuardedBy("lock")
    private boolean ended;

    @GuardedBy("lock")
    private @Nullable IOException failure;

    @GuardedBy("lock")
    private boolean closed;

    BackgroundReader(Socket socket) {
        this.socket = socket;
    }

    boolean isStarted() {
        return started;
    }

    /**
     * Starts the thread. Must be called only once, and only while no one reads from the socket.
     *
     * @param unread called repeatedly by the thread while data that has arrived is unread; may close the socket
     * @throws IOException if no thread can start, or the socket is closed
     */
    void start(Resources resources, Runnable unread) throws IOException {
        socket.setSoTimeout(0);
        onUnread = unread;
        bytes = new byte[BUFFER_BYTES];
        started = true;
        var unused = resources.start(this, "wwep-reader", () -> started = false);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            boolean more = true;
            while (more) {
                receive();
                more = reportUntilRead();
            }
        } catch (RuntimeException | Error e) { // such as one of the application's socket
            arrived(-1, new IOException(e));
        }
    }

    private void receive() {
        int count = -1;
        IOException problem = null;
        try {
            InputStream input = socket.getInputStream();
            begins();
            count = input.read(bytes);
        } catch (IOException e) {
            problem = e;
        }
        arrived(count, problem);
    }

    private void begins() {
        lock.lock();
        try {
            reading = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void arrived(int count, @Nullable IOException problem) {
        lock.lock();
        try {
            reading = false;
            next = 0;
            end = Math.max(0, count);
            ended = count < 0;
            failure = problem;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything was read. Returns false if it was closed instead; this always happens after the end of the stream. */
    private boolean reportUntilRead() {
        while (true) {
            lock.lock();
            try {
                if (!closed && isUnread()) {
                    var unused = changed.awaitNanos(REPORT_EVERY);
                }
                if (closed || !isUnread()) {
                    return !closed;
                }
            } catch (InterruptedException e) {
                // No one has a reason to interrupt it.
            } finally {
                lock.unlock();
            }
            onUnread.run();
        }
    }

    @GuardedBy("lock")
    private boolean isUnread() {
        return ended || next < end;
    }

    /** As {@link Transport#read}; but the thread itself, in its callback, does not wait: it would wait for itself. */
    int read(byte[] target, int from, int length, long until) throws IOException {
        lock.lock();
        try {
            long begun = System.nanoTime();
            long last = until;
            while (!closed && !isUnread()) {
                long now = System.nanoTime();
                if (!reading && now - begun < READS_WITHIN) {
                    last = Math.max(until, now + RETURNS_WITHIN);
                }
                long left = last - now;
                Thread current = Thread.currentThread();
                if (left <= 0 || current == thread || current.isInterrupted()) {
                    return 0;
                }
                try {
                    var unused = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            IOException problem = closed ? new SocketException("Socket closed") : failure;
            if (problem != null) {
                throw problem;
            }
            if (ended) {
                return -1;
            }
            int count = Math.min(length, end - next);
            System.arraycopy(bytes, next, target, from, count);
            next += count;
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all threads, after the socket was closed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
