package io.wwep.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A lock on a file: {@code FILE.lock}, which exists and is locked while a program has FILE open. */
final class LockFile implements Closeable {

    /**
     * The files locked by this process. System locks belong to the process: trying a lock that it holds, then closing
     * that channel, would release the lock.
     */
    private static final Set<Path> LOCKED_FILES = ConcurrentHashMap.newKeySet();

    private static final int MAX_PADDING = 4096;

    private final Path file;
    private final Path path;
    private final FileChannel channel;

    private LockFile(Path file, Path path, FileChannel channel) {
        this.file = file;
        this.path = path;
        this.channel = channel;
    }

    /**
     * Locks a file.
     *
     * @param file its real path
     * @param schema names the program that may have locked it
     * @throws IOException if it is already locked or cannot be locked
     */
    static LockFile lock(Path file, SqliteSchema schema) throws IOException {
        if (!LOCKED_FILES.add(file)) {
            throw inUse(file, schema);
        }
        @Nullable LockFile locked = null;
        try {
            while (locked == null) {
                locked = tryLock(file, schema);
            }
            return locked;
        } finally {
            if (locked == null) {
                LOCKED_FILES.remove(file);
            }
        }
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        try {
            delete(path);
        } finally {
            try {
                channel.close();
            } finally {
                LOCKED_FILES.remove(file);
                // Some systems cannot delete an open file.
                delete(path);
            }
        }
    }

    /** Tries to lock. Returns null if another program deleted the lock file meanwhile; then try again. */
    private static @Nullable LockFile tryLock(Path file, SqliteSchema schema) throws IOException {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(
                    "cannot open " + file + ": cannot create a lock file next to it (" + Reasons.of(e)
                            + "); check that this user may write to its folder",
                    e);
        }
        boolean keep = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(file, schema);
            }
            keep = stillExists(channel, path);
            return keep ? new LockFile(file, path, channel) : null;
        } catch (OverlappingFileLockException e) {
            throw inUse(file, schema); // locked by the same process through another class loader
        } catch (LockedException e) {
            throw e;
        } catch (IOException e) {
            delete(path);
            throw new IOException(
                    "cannot lock " + file + " by " + path + ": " + Reasons.of(e)
                            + "; put the file on a local disk, or enable locks in the network file system",
                    e);
        } finally {
            if (!keep) {
                channel.close();
            }
        }
    }

    /**
     * Returns whether the locked file is still the one at this path. Opening the path again would release the lock on
     * closing, so a random length identifies the file instead.
     */
    private static boolean stillExists(FileChannel channel, Path path) throws IOException {
        String owner = "locked by process " + ProcessHandle.current().pid();
        String text = owner + " ".repeat(ThreadLocalRandom.current().nextInt(MAX_PADDING)) + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
        try {
            return Files.size(path) == text.length();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // A leftover file does no harm: only the lock counts.
            SqliteFile.LOG.debug("{} cannot be deleted", path, e);
        }
    }

    private static LockedException inUse(Path file, SqliteSchema schema) {
        return new LockedException(file + " is in use by another " + schema.program() + ": stop that "
                + schema.program() + ", or choose another file");
    }

    /** Signals that another program holds the lock, so that its lock file must not be deleted. */
    private static final class LockedException extends IOException {

        private static final long serialVersionUID = 1;

        LockedException(String message) {
            super(message);
        }
    }
}
