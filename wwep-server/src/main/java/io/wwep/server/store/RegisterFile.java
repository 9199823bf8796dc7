package io.wwep.server.store;

import io.wwep.server.store.RegisterFileFormat.Mark;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers in a file: a journal that gets a record for each {@link #save}, and that is written anew,
 * with each register once, when it has become long.
 *
 * <p>A record has its number, its values, and a checksum over both. Two marks at the beginning of the
 * file, one for even and one for odd numbers, tell the newest: each is forced together with its record.
 * So a last record that was cut off while it was forced, and that nobody was told of, is taken back;
 * but a file that lacks more than that was cut off or damaged later, and is refused.
 *
 * <p>For one thread at a time.
 */
final class RegisterFile {

    /** Takes a register that was written. */
    interface Visitor {

        /**
         * A register and its value.
         *
         * @param key 24 bits: the device, then the register
         */
        void visit(int key, int value) throws IOException;
    }

    /** Has registers to show. */
    interface Source {

        /** Shows each register that was written. */
        void showTo(Visitor visitor) throws IOException;
    }

    /** How files are opened. */
    interface Opener {

        /** As {@link FileChannel#open(Path, OpenOption...)}. */
        FileChannel open(Path path, OpenOption... options) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /**
     * What this process has locked. The system's locks are the process's: to try for one that it has, and
     * to close the channel that was tried, would give it up.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** How many times longer a journal may become than when it was new. */
    private static final int LONG_TIMES = 3;

    /** How many values a record of a file that is written anew has. */
    private static final int FRESH_VALUES = 1 << 16;

    private final Path path;
    private final Opener opener;
    private final long longBytes;
    private final FileLock lock;
    private FileChannel channel;
    private long number;
    private long end = RegisterFileFormat.RECORDS;
    private long rewriteFrom;
    private @Nullable IOException uncertain;

    private RegisterFile(Path path, Opener opener, long longBytes, FileLock lock, Visitor visitor) throws IOException {
        this.path = path;
        this.opener = opener;
        this.longBytes = longBytes;
        this.lock = lock;
        if (Files.exists(path)) {
            long newest = read(visitor);
            this.channel = opener.open(path, StandardOpenOption.WRITE);
            if (newest > number || channel.size() > end) {
                LOG.warn("the last write to {} was cut off; nobody was told of it, and it is taken back", path);
                channel.truncate(end);
            }
        } else {
            this.channel = createInPlace(none -> {});
        }
        this.rewriteFrom = Math.max(longBytes, end * LONG_TIMES);
    }

    /**
     * Opens a file and shows what is in it, or makes a new one.
     *
     * @param longBytes how long a journal may become before it is written anew
     * @throws IOException if it cannot be opened, is open already, is damaged, or holds something else
     */
    static RegisterFile open(Path given, Opener opener, long longBytes, Visitor visitor) throws IOException {
        Path folder = given.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException(
                    "there is no folder " + folder + " for the registers in " + given + ": make it first");
        }
        if (Files.isDirectory(given)) {
            throw new IOException(given + " is a folder: give the name of a file for the registers");
        }
        // By whatever link it is reached, it is one file with one lock.
        Path path =
                Files.exists(given) ? given.toRealPath() : folder.toRealPath().resolve(given.getFileName());
        FileLock lock = lock(path);
        try {
            return new RegisterFile(path, opener, longBytes, lock, visitor);
        } catch (Throwable e) {
            unlock(path, lock);
            throw e;
        }
    }

    /**
     * Writes values and forces them to the disk: when this returns they are there.
     *
     * @param all shows all registers, with these values or newer ones
     * @throws IOException if they may not be; it can be tried again, with these values and others
     */
    void save(Map<Integer, Integer> values, Source all) throws IOException {
        IOException before = uncertain;
        if (before != null) {
            throw new IOException(before.getMessage(), before);
        }
        ByteBuffer record = RegisterFileFormat.record(number + 1, values);
        int length = record.remaining();
        try {
            write(channel, record, end);
            write(channel, RegisterFileFormat.mark(number + 1, false), RegisterFileFormat.markPosition(number + 1));
        } catch (IOException e) {
            throw new IOException("cannot write " + path + ": " + e.getMessage() + "; is there room on the disk?", e);
        }
        force(channel);
        number++;
        end += length;
        if (end > rewriteFrom) {
            rewrite(all);
        }
    }

    /** Closes the file in order; then another one can open it. */
    void close() throws IOException {
        try {
            if (uncertain == null) {
                // In the older mark's place: if the power ends now, the newer one still tells the same.
                write(channel, RegisterFileFormat.mark(number, true), RegisterFileFormat.markPosition(number + 1));
                force(channel);
            }
        } finally {
            try {
                channel.close();
            } finally {
                unlock(path, lock);
            }
        }
    }

    private static FileLock lock(Path path) throws IOException {
        if (!OPEN.add(path)) {
            throw inUse(path);
        }
        boolean locked = false;
        FileChannel channel = null;
        try {
            // Beside the file, which is replaced by a new one at times.
            Path beside = path.resolveSibling(path.getFileName() + ".lock");
            channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path);
            }
            locked = true;
            return lock;
        } catch (OverlappingFileLockException e) {
            throw inUse(path); // by the same program, loaded by another class loader
        } catch (FileSystemException e) {
            throw new IOException(
                    "cannot open " + path + ": no file can be made beside it; may this user write there?", e);
        } finally {
            if (!locked) {
                if (channel != null) {
                    channel.close();
                }
                OPEN.remove(path);
            }
        }
    }

    private static void unlock(Path path, FileLock lock) throws IOException {
        try {
            lock.acquiredBy().close();
        } finally {
            OPEN.remove(path);
        }
    }

    private static IOException inUse(Path path) {
        return new IOException(path + " is in use by another server: end that one, or give this one a file of its own");
    }

    /** Reads all records that are whole; returns the number of the newest one that was begun. */
    private long read(Visitor visitor) throws IOException {
        try (DataInputStream input =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
            Mark even = RegisterFileFormat.readMark(input);
            Mark odd = RegisterFileFormat.readMark(input);
            Mark newest = even.isNewerThan(odd) ? even : odd;
            if (newest.number() < 0) {
                throw new IOException(path + " is no file of registers, or its beginning is damaged. It was left as it"
                        + " is. Choose another file, or put a copy in its place");
            }
            int length = RegisterFileFormat.readRecord(input, number + 1, visitor);
            while (length > 0) {
                number++;
                end += length;
                length = RegisterFileFormat.readRecord(input, number + 1, visitor);
            }
            long missing = newest.number() - number;
            if (missing > (newest.closed() ? 0 : 1) || missing < -1) {
                throw new IOException(path + " is cut off or damaged after byte " + end + ": record " + (number + 1)
                        + " of " + newest.number() + " is not whole. It was left as it is; put a copy in its place");
            }
            return newest.number();
        }
    }

    /** Puts a file with each register once in the place of a long one; if that fails, the long one goes on. */
    private void rewrite(Source all) throws IOException {
        long longNumber = number;
        long longEnd = end;
        FileChannel created;
        try {
            created = createInPlace(all);
        } catch (IOException e) {
            if (uncertain != null) {
                throw e;
            }
            LOG.warn("{} could not be written anew, goes on as it is, and grows: {}", path, e, e);
            number = longNumber;
            end = longEnd;
            rewriteFrom = 2 * longEnd;
            return;
        }
        channel.close();
        channel = created;
        rewriteFrom = Math.max(longBytes, end * LONG_TIMES);
    }

    /** A new file in its place: whenever the program or the power ends, a whole one is there, or none. */
    private FileChannel createInPlace(Source all) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        FileChannel created = null;
        boolean done = false;
        try {
            created = create(fresh, all);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            forceFolder();
            done = true;
            return created;
        } finally {
            if (!done) {
                if (created != null) {
                    created.close();
                }
                Files.deleteIfExists(fresh);
            }
        }
    }

    /** A new file, forced to the disk; from now on its numbers count. */
    private FileChannel create(Path fresh, Source all) throws IOException {
        FileChannel created = opener.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            number = 0;
            end = RegisterFileFormat.RECORDS;
            Map<Integer, Integer> some = new HashMap<>();
            all.showTo((key, value) -> {
                some.put(key, value);
                if (some.size() == FRESH_VALUES) {
                    append(created, some);
                    some.clear();
                }
            });
            if (!some.isEmpty()) {
                append(created, some);
            }
            write(created, RegisterFileFormat.mark(number, false), RegisterFileFormat.markPosition(number));
            created.force(true);
            done = true;
            return created;
        } finally {
            if (!done) {
                created.close();
            }
        }
    }

    private void append(FileChannel target, Map<Integer, Integer> values) throws IOException {
        ByteBuffer record = RegisterFileFormat.record(number + 1, values);
        int length = record.remaining();
        write(target, record, end);
        number++;
        end += length;
    }

    private static void write(FileChannel target, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += target.write(bytes, at);
        }
    }

    private void force(FileChannel target) throws IOException {
        try {
            target.force(false);
        } catch (IOException e) {
            throw uncertain(e);
        }
    }

    /** Makes the name of a new file last; systems whose folders cannot be opened do so by themselves. */
    private void forceFolder() throws IOException {
        FileChannel folder;
        try {
            folder = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ);
        } catch (IOException e) {
            LOG.debug("the folder of {} cannot be opened", path, e);
            return;
        }
        try (folder) {
            folder.force(true);
        } catch (IOException e) {
            throw uncertain(e);
        }
    }

    /** What a system could not force it forgets: the next time it would succeed, without that. */
    private IOException uncertain(IOException e) {
        uncertain = new IOException(
                path + " could not be forced to the disk: " + e.getMessage()
                        + ". What is in it is not certain any more: see to the disk, then start the server again",
                e);
        return uncertain;
    }
}
