package io.wwep.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Content of files that is read again when they change. If the new content cannot be used, the old stays in use, and the log
 * says why. Thread-safe.
 */
final class Reloaded<T> {

    private final List<Path> files;
    private final Supplier<T> reader;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Object> seen;
    private T value;

    /** Reads the files at once. The reader may throw {@link TlsMaterialException}. */
    Reloaded(List<Path> files, Supplier<T> reader) {
        this.files = files;
        this.reader = reader;
        this.seen = stamps();
        this.value = reader.get();
    }

    /** Returns the same object until the files change. */
    T current() {
        lock.lock();
        try {
            List<Object> now = stamps();
            if (!now.equals(seen)) {
                seen = now;
                value = reader.get();
                TlsLog.LOG.info("took the new contents of {}", files);
            }
            return value;
        } catch (RuntimeException e) {
            TlsLog.LOG.warn("{} changed, but cannot be used; the old contents stay in use: {}", files, e.getMessage());
            return value;
        } finally {
            lock.unlock();
        }
    }

    private List<Object> stamps() {
        List<Object> stamps = new ArrayList<>();
        for (Path file : files) {
            stamps.add(stamp(file));
        }
        return stamps;
    }

    private static Object stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
