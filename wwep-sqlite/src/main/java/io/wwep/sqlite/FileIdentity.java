package io.wwep.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Detects that an open file was deleted, moved or replaced. A system lets that happen, and what is written to the file
 * afterwards is gone with it.
 */
final class FileIdentity {

    private final Path file;

    /** The system's identities (on Unix: device and inode) of the file and of those that belong to it. */
    private final Map<Path, Object> keys = new LinkedHashMap<>();

    private FileIdentity(Path file) {
        this.file = file;
    }

    /** Returns the identity of an open file, its log and its lock file. */
    static FileIdentity of(Path file) throws IOException {
        FileIdentity identity = new FileIdentity(file);
        for (String suffix : new String[] {"", "-wal", ".lock"}) {
            Path path = file.resolveSibling(file.getFileName() + suffix);
            Object key = key(path);
            if (key != null) {
                identity.keys.put(path, key);
            }
        }
        return identity;
    }

    /**
     * Checks that all of these files are still at their paths. Costs a few microseconds.
     *
     * @throws IOException if one is not
     */
    void check() throws IOException {
        for (Map.Entry<Path, Object> each : keys.entrySet()) {
            Object found = key(each.getKey());
            if (!each.getValue().equals(found)) {
                throw new IOException("cannot write " + file + ": " + each.getKey() + " was "
                        + (found == null ? "deleted or moved" : "replaced")
                        + " while this program had it open; put it back, or restart this program");
            }
        }
    }

    /** Returns the identity of a file, or null if there is no such file, or the system has none. */
    private static @Nullable Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            if (Files.notExists(path)) {
                return null;
            }
            throw e;
        }
    }
}
