package io.wwep.server.store;

import io.wwep.protocol.DeviceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Registers in memory and in a file, which outlive the server. It needs {@code io.wwep:wwep-sqlite} beside the server's jar:
 *
 * <pre>{@code
 * try (DiskRegisterStore store = DiskRegisterStore.open(Path.of("registers.wwep"));
 *         WwepServer server = WwepServer.create().plain(27708).store(store).start()) {
 *     // what the server has answered with A is on the disk
 * }
 * }</pre>
 *
 * <p><b>What lasts.</b> A value is written for good when {@link #force()} has returned in the thread that wrote it: it is
 * committed to the file, and the system was told to force it to the disk ({@code fsync}). The server answers
 * only then, so what it has acknowledged outlives the end of the program in any way, {@code kill -9} included,
 * and the loss of power, if the disk keeps what it says it has: one that acknowledges from a
 * cache without a battery does not. Writes that come together are one transaction.
 *
 * <p><b>What is refused never appears.</b> If a transaction fails, because the disk is full or fails, {@link #force()} throws in
 * each thread that wrote one of its values or has read one, and none of them is kept: each register has the value that it
 * had before, now and after a restart. Registers whose values are committed can be read meanwhile, and the next
 * transaction succeeds when there is room again.
 *
 * <p>The file is an SQLite database, which {@code sqlite3 -readonly FILE 'select * from registers'} reads also while the server
 * runs. It belongs to one store at a time: {@code FILE.lock}, which is there while it is open, is what is locked. {@code FILE-wal}
 * and {@code FILE-shm} belong to it as long as they are there. It is checked when it is opened, and one that is
 * damaged is refused and left as it is. A file of a version before SQLite is converted, and kept as {@code FILE.old}.
 *
 * <p>All registers are in memory too, about half a kilobyte for each device, and reading one does not wait for the
 * disk. Safe for use by several threads at once, and not harmed by their interruption, which does not end a wait for the disk.
 */
public final class DiskRegisterStore implements RegisterStore, Closeable {

    private final RegisterFile file;
    private final MemoryRegisterStore registers = new MemoryRegisterStore();

    private final ReentrantLock lock = new ReentrantLock();

    /** What is to commit the next batch waits for this. */
    private final Condition committed = lock.newCondition();

    /** What a thread wrote, or has read before it was committed, since it forced the last time; under the lock. */
    private final Map<Thread, List<Batch>> unforced = new WeakHashMap<>();

    /** Where values are written to. */
    private volatile Batch open;

    /** What is being committed. A value goes from the one to the other to the committed ones, and readers look in that order. */
    private volatile @Nullable Batch running;

    private volatile boolean closed;

    private DiskRegisterStore(RegisterFile file) throws IOException {
        this.file = file;
        this.open = new Batch();
        file.copyTo(registers);
    }

    /**
     * Opens the registers in a file; one that does not exist is made, without registers.
     *
     * @param file in a folder that exists
     * @return the store, which has the file to itself until it is closed
     * @throws IOException if the file cannot be opened, is in use by another server, is damaged, or holds
     *     something else; it is left as it is then. Also if {@code io.wwep:wwep-sqlite} is missing
     */
    public static DiskRegisterStore open(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        try {
            return opened(RegisterFile.open(file));
        } catch (NoClassDefFoundError e) {
            throw new IOException(
                    "registers in a file need io.wwep:wwep-sqlite and what it depends on, and " + e.getMessage()
                            + " is missing: add that dependency (with modules, --add-modules io.wwep.sqlite too)",
                    e);
        }
    }

    private static DiskRegisterStore opened(RegisterFile file) throws IOException {
        boolean done = false;
        try {
            DiskRegisterStore store = new DiskRegisterStore(file);
            done = true;
            return store;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    @Override
    public OptionalInt read(DeviceId device, int register) throws IOException {
        Objects.requireNonNull(device, "device");
        checkOpen();
        RegisterStore.checkRegister(register);
        int key = key(device, register);
        if (holder(key) == null) {
            return registers.read(device, register);
        }
        lock.lock();
        try {
            Batch holder = holder(key);
            if (holder == null) {
                return registers.read(device, register);
            }
            // Who tells of this value waits for its commit first.
            concerns(holder);
            Integer value = holder.values.get(key);
            return value == null ? registers.read(device, register) : OptionalInt.of(value);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean write(DeviceId device, int register, int value) throws IOException {
        Objects.requireNonNull(device, "device");
        RegisterStore.checkRegister(register);
        RegisterStore.checkValue(value);
        lock.lock();
        try {
            checkOpen();
            open.values.put(key(device, register), value);
            concerns(open);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Commits what the calling thread wrote, and what others wrote and it has read; together with all else that was
     * written meanwhile. If there is nothing of that kind it returns at once.
     *
     * @throws IOException if some of that could not be committed; it is gone then
     */
    @Override
    public void force() throws IOException {
        List<Batch> concerned;
        lock.lock();
        try {
            concerned = unforced.remove(Thread.currentThread());
            if (concerned == null) {
                checkOpen();
                return;
            }
        } finally {
            lock.unlock();
        }
        IOException failure = null;
        for (Batch batch : concerned) {
            await(batch);
            failure = batch.failure == null ? failure : batch.failure;
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /**
     * Commits what was written and closes the file. Closing a closed store does nothing.
     *
     * @throws IOException if not everything could be committed
     */
    @Override
    public void close() throws IOException {
        Batch last;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            last = open;
        } finally {
            lock.unlock();
        }
        await(last);
        file.close();
        IOException failure = last.failure;
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the registers in " + file.path() + " are closed: end the server before its store");
        }
    }

    private static int key(DeviceId device, int register) {
        return device.value() << Byte.SIZE | register;
    }

    /** Where a value is that is not committed yet; null: there is none. */
    private @Nullable Batch holder(int key) {
        Batch newest = open;
        if (newest.values.containsKey(key)) {
            return newest;
        }
        Batch before = running;
        return before != null && before.values.containsKey(key) ? before : null;
    }

    /** The calling thread may tell of what is in a batch only when that is committed; under the lock. */
    private void concerns(Batch batch) {
        List<Batch> all = unforced.computeIfAbsent(Thread.currentThread(), thread -> new ArrayList<>());
        if (all.isEmpty() || all.get(all.size() - 1) != batch) {
            all.removeIf(each -> each.hasEnded() && each.failure == null);
            if (!all.contains(batch)) {
                all.add(batch);
            }
        }
    }

    /** Waits for a commit, or does it: the first that waits for a batch commits it for all, as soon as the one before it is done. */
    private void await(Batch batch) {
        lock.lock();
        try {
            if (batch == open && !batch.hasLeader) {
                batch.hasLeader = true;
                while (running != null) {
                    committed.awaitUninterruptibly();
                }
                commitOpen();
                return;
            }
        } finally {
            lock.unlock();
        }
        // Not by a condition: each of them would need the lock again, one after the other.
        batch.awaitEnd();
    }

    /** Under the lock, which others may have while the disk is at work. */
    private void commitOpen() {
        Batch batch = open;
        running = batch;
        open = new Batch();
        lock.unlock();
        try {
            batch.failure = commit(batch);
        } finally {
            lock.lock();
        }
        running = null;
        committed.signal();
        batch.end();
    }

    private @Nullable IOException commit(Batch batch) {
        try {
            if (!batch.values.isEmpty()) {
                file.write(batch.values);
            }
        } catch (IOException e) {
            return e;
        } catch (RuntimeException | Error e) {
            return new IOException("writing " + file.path() + " failed: " + e, e);
        }
        batch.values.forEach((key, value) -> registers.write(DeviceId.of(key >> Byte.SIZE), key & 0xFF, value));
        return null;
    }

    /** Values that are committed together. */
    private static final class Batch {

        final Map<Integer, Integer> values = new ConcurrentHashMap<>();

        /** Whether a thread waits to commit it; under the lock. */
        boolean hasLeader;

        private final CountDownLatch ended = new CountDownLatch(1);

        /** Set before its end. */
        @Nullable
        volatile IOException failure;

        void end() {
            ended.countDown();
        }

        boolean hasEnded() {
            return ended.getCount() == 0;
        }

        void awaitEnd() {
            boolean interrupted = false;
            while (true) {
                try {
                    ended.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
