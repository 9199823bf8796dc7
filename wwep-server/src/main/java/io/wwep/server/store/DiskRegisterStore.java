package io.wwep.server.store;

import io.wwep.protocol.DeviceId;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Registers in memory and in a file, which outlive the server:
 *
 * <pre>{@code
 * try (DiskRegisterStore store = DiskRegisterStore.open(Path.of("registers.wwep"));
 *         WwepServer server = WwepServer.create().plain(27708).store(store).start()) {
 *     // what the server has answered with A is on the disk
 * }
 * }</pre>
 *
 * <p><b>What lasts.</b> When {@link #force()} has returned, all writes that returned before it was called are
 * in the file, and the system was told to force them to the disk ({@code fsync}). The server answers
 * only then, so what it has acknowledged outlives the end of the program in any way, {@code kill -9} included,
 * and the loss of power, if the disk keeps what it says it has: one that acknowledges from a
 * cache without a battery does not. Writes that come together are forced together.
 *
 * <p>The file belongs to one store at a time: {@code FILE.lock} beside it is what is locked, and {@code FILE.new} is there for a
 * moment when it is written anew. It is checked when it is opened, and one that is
 * damaged is refused and left as it is. If it can no longer be written, {@code force()} fails until it can be again,
 * with everything written since; only after the disk has failed to force, until the store is opened anew.
 *
 * <p>All registers are in memory too, about half a kilobyte for each device, and reading one does not wait for the
 * disk. One thread writes. Safe for use by several threads at once, and not harmed by their interruption.
 */
public final class DiskRegisterStore implements RegisterStore, Closeable {

    private static final long LONG_BYTES = 4 << 20;

    private final Path path;
    private final RegisterFile file;
    private final MemoryRegisterStore registers = new MemoryRegisterStore();
    private final Thread writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();

    /** The values written since the writer last took them, by key; and those who wait for them to be taken. */
    private Map<Integer, Integer> changes = new HashMap<>();

    private Commit next = new Commit();

    private @Nullable Commit running;
    private boolean isWanted;
    private volatile boolean closed;
    private volatile @Nullable IOException notClosed;

    private DiskRegisterStore(Path path, RegisterFile.Opener opener, long longBytes) throws IOException {
        this.path = path;
        this.file = RegisterFile.open(
                path,
                opener,
                longBytes,
                (key, value) -> registers.write(DeviceId.of(key >> Byte.SIZE), key & 0xFF, value));
        this.writer = new Thread(this::run, "wwep-registers-" + path.getFileName());
        // The store is closed with its server, which keeps the program running.
        writer.setDaemon(true);
    }

    /**
     * Opens the registers in a file; one that does not exist is made, without registers.
     *
     * @param file in a folder that exists
     * @return the store, which has the file to itself until it is closed
     * @throws IOException if the file cannot be opened, is in use by another server, is damaged, or holds
     *     something else; it is left as it is then
     */
    public static DiskRegisterStore open(Path file) throws IOException {
        return open(file, FileChannel::open, LONG_BYTES);
    }

    /** With other disks, and other ideas of what is long. */
    static DiskRegisterStore open(Path file, RegisterFile.Opener opener, long longBytes) throws IOException {
        DiskRegisterStore store = new DiskRegisterStore(file, opener, longBytes);
        store.writer.start();
        return store;
    }

    @Override
    public OptionalInt read(DeviceId device, int register) throws IOException {
        checkOpen();
        return registers.read(device, register);
    }

    @Override
    public boolean write(DeviceId device, int register, int value) throws IOException {
        lock.lock();
        try {
            checkOpen();
            // Under the lock: who has read the value finds it among the changes, or behind them.
            registers.write(device, register, value);
            changes.put(device.value() << Byte.SIZE | register, value);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void force() throws IOException {
        Commit commit;
        lock.lock();
        try {
            checkOpen();
            if (changes.isEmpty()) {
                commit = running;
            } else {
                commit = next;
                isWanted = true;
                wanted.signal();
            }
        } finally {
            lock.unlock();
        }
        if (commit != null) {
            commit.await();
        }
    }

    /**
     * Forces what was written and closes the file. Closing a closed store does nothing.
     *
     * @throws IOException if not everything may be in the file
     */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            // The writer closes the file all the same.
            throw interrupted();
        }
        IOException failure = notClosed;
        if (failure != null) {
            notClosed = null;
            throw failure;
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the registers in " + path + " are closed: end the server before its store");
        }
    }

    /** The writer: commits whatever was written each time that somebody wants it, for all who do. */
    private void run() {
        while (awaitWish()) {
            commit();
        }
        IOException failure = commit();
        try {
            file.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        notClosed = failure;
    }

    /** False: the store is closed, and what there is now is the last. */
    private boolean awaitWish() {
        lock.lock();
        try {
            while (!isWanted && !closed) {
                wanted.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable IOException commit() {
        Commit commit;
        Map<Integer, Integer> values;
        lock.lock();
        try {
            isWanted = false;
            commit = next;
            next = new Commit();
            running = commit;
            values = changes;
            changes = new HashMap<>();
        } finally {
            lock.unlock();
        }
        IOException failure = null;
        try {
            if (!values.isEmpty()) {
                file.save(values, registers::showTo);
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new IOException("writing " + path + " failed: " + e, e);
        }
        lock.lock();
        try {
            running = null;
            if (failure != null) {
                // What was written since is newer.
                values.forEach(changes::putIfAbsent);
            }
        } finally {
            lock.unlock();
        }
        commit.end(failure);
        return failure;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while the registers were forced to the disk");
    }

    /** One force for all who want it. */
    private static final class Commit {

        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable IOException failure;

        void end(@Nullable IOException cause) {
            failure = cause;
            done.countDown();
        }

        void await() throws IOException {
            try {
                done.await();
            } catch (InterruptedException e) {
                throw interrupted();
            }
            IOException cause = failure;
            if (cause != null) {
                throw new IOException(cause.getMessage(), cause);
            }
        }
    }
}
