package io.wwep.client.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A transport without a socket: the test is its peer, and pauses or fails operations as needed. Thread-safe. */
@SuppressWarnings({"GuardedBy", "WaitNotInLoop"}) // lambdas and finally blocks run under the lock, and its callers loop
final class MemoryTransport implements Transport {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private final @Nullable SocketChannel selectable;
    private final @Nullable BackgroundReader background;
    private final ReentrantLock lock = new ReentrantLock();

    /** Signaled at each change. */
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @GuardedBy("lock")
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

    @GuardedBy("lock")
    private boolean held;

    /** How many bytes the system accepts before the next write fails, or -1 if it does not. */
    @GuardedBy("lock")
    private int acceptedOfNext = -1;

    /** How many bytes the system accepts of the next write, which keeps the rest, or -1 if it accepts all. */
    @GuardedBy("lock")
    private int roomForNext = -1;

    /** The rest of a write for which there was too little room. */
    @GuardedBy("lock")
    private byte[] rest = {};

    @GuardedBy("lock")
    private @Nullable RuntimeException flushFailure;

    @GuardedBy("lock")
    private boolean outputEnded;

    @GuardedBy("lock")
    private boolean ended;

    @GuardedBy("lock")
    private int readers;

    @GuardedBy("lock")
    private int writers;

    @GuardedBy("lock")
    private boolean open = true;

    @GuardedBy("lock")
    private long sent;

    @GuardedBy("lock")
    private int released;

    /** No selector can wait for it. */
    MemoryTransport() {
        this(null, null);
    }

    /** Lets the loop read it, given a channel. */
    MemoryTransport(@Nullable SocketChannel selectable) {
        this(selectable, null);
    }

    /** Has this reader, which reads from another socket. */
    MemoryTransport(BackgroundReader background) {
        this(null, background);
    }

    private MemoryTransport(@Nullable SocketChannel selectable, @Nullable BackgroundReader background) {
        this.selectable = selectable;
        this.background = background;
    }

    // ---- the peer ----

    /** Waits until exactly this was written since the last call. */
    String awaitWritten(int length) throws InterruptedException {
        lock.lock();
        try {
            await(() -> written.size() >= length);
            String text = written.toString(StandardCharsets.US_ASCII);
            written.reset();
            return text;
        } finally {
            lock.unlock();
        }
    }

    void reply(String text) {
        lock.lock();
        try {
            unread.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream that the client reads. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets writes pass their bytes on, but not return, even if aborted, until they are {@linkplain #releaseWrites released}.
     */
    void holdWrites() {
        lock.lock();
        try {
            held = true;
        } finally {
            lock.unlock();
        }
    }

    void releaseWrites() {
        lock.lock();
        try {
            held = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Fails the next write once the system has accepted this many of its bytes. */
    void failNextWriteAfter(int bytes) {
        lock.lock();
        try {
            acceptedOfNext = bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the system accept only this many bytes of the next write; the rest is sent when it is flushed. */
    void limitNextWriteTo(int bytes) {
        lock.lock();
        try {
            roomForNext = bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Makes flushing throw this exception. */
    void failFlushing(RuntimeException failure) {
        lock.lock();
        try {
            flushFailure = failure;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the client has ended its output. */
    boolean isOutputEnded() {
        lock.lock();
        try {
            return outputEnded;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a thread waits for bytes. */
    void awaitReader() throws InterruptedException {
        lock.lock();
        try {
            await(() -> readers > 0 && unread.size() == 0);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until its buffers were released since the last call. */
    void awaitReleased() throws InterruptedException {
        lock.lock();
        try {
            await(() -> released > 0);
            released = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is closed. */
    void awaitClosed() throws InterruptedException {
        lock.lock();
        try {
            await(() -> !open);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("nothing of the kind happened");
            }
            var unused = changed.awaitNanos(left);
        }
    }

    // ---- the client ----

    @Override
    public int read(byte[] target, int from, int length, long until) throws IOException {
        lock.lock();
        try {
            enter(++readers);
            changed.signalAll();
            while (open && unread.size() == 0 && !ended) {
                long left = until - System.nanoTime();
                if (left <= 0 || Thread.currentThread().isInterrupted()) {
                    return 0;
                }
                waitFor(left);
            }
            if (!open) {
                throw new EOFException("closed");
            }
            if (unread.size() == 0) {
                return -1;
            }
            byte[] all = unread.toByteArray();
            int count = Math.min(length, all.length);
            System.arraycopy(all, 0, target, from, count);
            unread.reset();
            unread.write(all, count, all.length - count);
            return count;
        } finally {
            readers--;
            lock.unlock();
        }
    }

    @Override
    public boolean write(byte[] source, int from, int length, long until) throws IOException {
        lock.lock();
        try {
            enter(++writers);
            int accepted = acceptedOfNext >= 0 ? acceptedOfNext : roomForNext >= 0 ? roomForNext : length;
            sent += open ? accepted : 0;
            written.write(source, from, open ? accepted : 0);
            changed.signalAll();
            while (held) {
                waitFor(until - System.nanoTime());
            }
            if (!open) {
                throw new EOFException("closed");
            }
            if (acceptedOfNext >= 0) {
                acceptedOfNext = -1;
                throw new IOException("reset by the test");
            }
            roomForNext = -1;
            rest = Arrays.copyOfRange(source, from + accepted, from + length);
            return rest.length == 0;
        } finally {
            writers--;
            lock.unlock();
        }
    }

    private static void enter(int users) {
        if (users > 1) {
            throw new IllegalStateException("two threads at once in one direction");
        }
    }

    @GuardedBy("lock")
    private void waitFor(long nanos) {
        try {
            var unused = changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean flush(long until) throws IOException {
        lock.lock();
        try {
            if (flushFailure != null) {
                throw flushFailure;
            }
            return write(rest, 0, rest.length, until);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void releaseBuffers() {
        lock.lock();
        try {
            released++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long sent() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean countsWhatLeaves(int bytes) {
        return true;
    }

    @Override
    public boolean readsAtOnce() {
        return true;
    }

    @Override
    public void enableReuse() {}

    @Override
    public @Nullable SocketChannel selectable() {
        return selectable;
    }

    @Override
    public @Nullable BackgroundReader background() {
        return background;
    }

    @Override
    public int firstByte() {
        return 'A';
    }

    @Override
    public void shutdownOutput() {
        lock.lock();
        try {
            outputEnded = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public InetSocketAddress server() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    }

    @Override
    public @Nullable TlsTransport tls() {
        return null;
    }

    @Override
    public void abort() {
        lock.lock();
        try {
            open = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        abort();
    }
}
