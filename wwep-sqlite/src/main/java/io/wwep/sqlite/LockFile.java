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

/** {@code FILE.lock}: it is there, and locked, while a program has FILE to itself. */
final class LockFile implements Closeable {

    /**
     * What this process has locked. The system's locks are the process's: to try for one that it has, and
     * to close the channel that was tried, would give it up.
     */
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

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
     * @throws IOException if it is locked already, or cannot be
     */
    static LockFile lock(Path file) throws IOException {
        if (!LOCKED.add(file)) {
            throw inUse(file);
        }
        @Nullable LockFile locked = null;
        try {
            while (locked == null) {
                locked = tryLock(file);
            }
            return locked;
        } finally {
            if (locked == null) {
                LOCKED.remove(file);
            }
        }
    }

    /** Gives the lock up. */
    @Override
    public void close() throws IOException {
        try {
            delete(path);
        } finally {
            try {
                channel.close();
            } finally {
                LOCKED.remove(file);
                // Where a file that is open cannot be deleted.
                delete(path);
            }
        }
    }

    /** Null: the program that had the lock has removed the file in between, so try again. */
    private static @Nullable LockFile tryLock(Path file) throws IOException {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(
                    "cannot open " + file + ": no file can be made beside it (" + Reasons.of(e)
                            + "); may this user write to its folder?",
                    e);
        }
        boolean kept = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(file);
            }
            kept = isInPlace(channel, path);
            return kept ? new LockFile(file, path, channel) : null;
        } catch (OverlappingFileLockException e) {
            throw inUse(file); // by the same program, loaded by another class loader
        } catch (LockedException e) {
            throw e;
        } catch (IOException e) {
            delete(path);
            throw new IOException(
                    "cannot lock " + file + " by " + path + ": " + Reasons.of(e)
                            + "; put the file on a disk of this machine, or see to the locks of the network's file system",
                    e);
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    /**
     * Whether what was locked is still the file of that name. Opening it again to compare would give up the lock when it is
     * closed, so a length that is chosen at random tells it from another one.
     */
    private static boolean isInPlace(FileChannel channel, Path path) throws IOException {
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
            // It may stay: the lock is what counts.
            SqliteFile.LOG.debug("{} cannot be deleted", path, e);
        }
    }

    private static LockedException inUse(Path file) {
        return new LockedException(
                file + " is in use by another server: end that one, or give this one a file of its own");
    }

    /** Another one has the lock; its file stays. */
    private static final class LockedException extends IOException {

        private static final long serialVersionUID = 1;

        LockedException(String message) {
            super(message);
        }
    }
}
