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
 * Keeps registers in memory and in a file that outlives the server. It needs {@code io.wwep:wwep-sqlite} on the class
 * path:
 *
 * <pre>{@code
 * try (DiskRegisterStore store = DiskRegisterStore.open(Path.of("registers.wwep"));
 *         WwepServer server = WwepServer.create().plain(27708).store(store).start()) {
 *     // values that the server has accepted are on the disk
 * }
 * }</pre>
 *
 * <p><b>Durability.</b> A value is durable when {@link #force()} has returned in the thread that wrote it: it is
 * committed to the file and forced to the disk ({@code fsync}). The server replies only then. Acknowledged values
 * therefore survive {@code kill -9}, and a loss of power, provided that the disk does not acknowledge from a volatile
 * cache. Writes that arrive together are one transaction.
 *
 * <p><b>Refused values never appear.</b> If a transaction fails, for example because the disk is full, {@link #force()}
 * throws in each thread that wrote or read one of its values. None of the values is kept: each register has its
 * previous value, now and after a restart. Committed values can be read meanwhile, and the next transaction succeeds
 * when there is room again.
 *
 * <p>The file is an SQLite database. {@code sqlite3 -readonly FILE 'select * from registers'} reads it, even while the
 * server runs. Only one store at a time can open it: while it is open, {@code FILE.lock} exists and is locked. {@code
 * FILE-wal} and {@code FILE-shm} are part of the database while they exist. The file is checked when it is opened; a
 * damaged file is refused and left unchanged. A file written by a version before SQLite is converted, and the original
 * is kept as {@code FILE.old}.
 *
 * <p>All registers are also in memory, about half a kilobyte per device, and reads do not wait for the disk. Safe for
 * use by several threads at once. Interrupting a thread does no harm and does not end its wait for the disk.
 */
public final class DiskRegisterStore implements RegisterStore, Closeable {

    private final RegisterFile file;
    private final MemoryRegisterStore registers = new MemoryRegisterStore();

    private final ReentrantLock lock = new ReentrantLock();

    /** Signaled when a commit ends, for the leader of the next batch. */
    private final Condition committed = lock.newCondition();

    /**
     * The batches that each thread wrote to, or read from before their commit, since its last force. Guarded by the
     * lock.
     */
    private final Map<Thread, List<Batch>> unforced = new WeakHashMap<>();

    /** The batch that collects writes. */
    private volatile Batch open;

    /** The batch being committed. Values move from open to committing to committed; readers look in that order. */
    private volatile @Nullable Batch committing;

    private volatile boolean closed;

    private DiskRegisterStore(RegisterFile file) throws IOException {
        this.file = file;
        this.open = new Batch();
        file.copyTo(registers);
    }

    /**
     * Opens the registers in a file. Creates an empty file if none exists.
     *
     * @param file a path in an existing folder
     * @return the store, which locks the file until it is closed
     * @throws IOException if the file cannot be opened, is in use by another server, is damaged, or is not a register
     *     file (it is then left unchanged), or if {@code io.wwep:wwep-sqlite} is missing
     */
    public static DiskRegisterStore open(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        try {
            return load(RegisterFile.open(file));
        } catch (NoClassDefFoundError e) {
            throw new IOException(
                    "registers in a file need io.wwep:wwep-sqlite and its dependencies, but " + e.getMessage()
                            + " is missing: add that dependency (with modules, also --add-modules io.wwep.sqlite)",
                    e);
        }
    }

    private static DiskRegisterStore load(RegisterFile file) throws IOException {
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
        if (pendingBatch(key) == null) {
            return registers.read(device, register);
        }
        lock.lock();
        try {
            Batch pendingBatch = pendingBatch(key);
            if (pendingBatch == null) {
                return registers.read(device, register);
            }
            // The caller must force this batch before it reports the value.
            dependOn(pendingBatch);
            Integer value = pendingBatch.values.get(key);
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
            dependOn(open);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Commits the values that the calling thread wrote or read, together with all other pending values. Returns at once
     * if all of them are committed.
     *
     * @throws IOException if some of them could not be committed; they are lost
     */
    @Override
    public void force() throws IOException {
        List<Batch> batches;
        lock.lock();
        try {
            batches = unforced.remove(Thread.currentThread());
            if (batches == null) {
                checkOpen();
                return;
            }
        } finally {
            lock.unlock();
        }
        IOException failure = null;
        for (Batch batch : batches) {
            await(batch);
            failure = batch.failure == null ? failure : batch.failure;
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /**
     * Commits pending values and closes the file. Closing a closed store has no effect.
     *
     * @throws IOException if some values could not be committed
     */
    @Override
    public void close() throws IOException {
        Batch finalBatch;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            finalBatch = open;
        } finally {
            lock.unlock();
        }
        await(finalBatch);
        file.close();
        IOException failure = finalBatch.failure;
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the registers in " + file.path() + " are closed: close the server before its store");
        }
    }

    private static int key(DeviceId device, int register) {
        return device.value() << Byte.SIZE | register;
    }

    /** Returns the batch that holds an uncommitted value of a register, or null. */
    private @Nullable Batch pendingBatch(int key) {
        Batch newest = open;
        if (newest.values.containsKey(key)) {
            return newest;
        }
        Batch before = committing;
        return before != null && before.values.containsKey(key) ? before : null;
    }

    /** Notes that the calling thread's next force must wait for a batch. Requires the lock. */
    private void dependOn(Batch batch) {
        List<Batch> all = unforced.computeIfAbsent(Thread.currentThread(), thread -> new ArrayList<>());
        if (all.isEmpty() || all.get(all.size() - 1) != batch) {
            all.removeIf(each -> each.hasEnded() && each.failure == null);
            if (!all.contains(batch)) {
                all.add(batch);
            }
        }
    }

    /** Waits for a commit. The first thread to wait for a batch commits it for all, after the previous one. */
    private void await(Batch batch) {
        lock.lock();
        try {
            if (batch == open && !batch.hasLeader) {
                batch.hasLeader = true;
                while (committing != null) {
                    committed.awaitUninterruptibly();
                }
                commitOpen();
                return;
            }
        } finally {
            lock.unlock();
        }
        // A latch, because waiters of a condition would have to reacquire the lock one by one.
        batch.awaitEnd();
    }

    /** Commits the open batch. Requires the lock, and releases it while the disk works. */
    private void commitOpen() {
        Batch batch = open;
        committing = batch;
        open = new Batch();
        lock.unlock();
        try {
            batch.failure = commit(batch);
        } finally {
            lock.lock();
        }
        committing = null;
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

    /** A set of values that are committed together. */
    private static final class Batch {

        final Map<Integer, Integer> values = new ConcurrentHashMap<>();

        /** Whether a thread will commit it. Guarded by the lock. */
        boolean hasLeader;

        private final CountDownLatch ended = new CountDownLatch(1);

        /** Set before {@link #end}. */
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
