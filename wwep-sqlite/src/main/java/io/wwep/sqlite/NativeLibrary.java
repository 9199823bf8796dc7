package io.wwep.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQLite's native library, of which the driver makes a copy among the temporary files for each process. It deletes the copy when the
 * process ends, and never if that is killed.
 */
final class NativeLibrary {

    private static final Path MAPPED = Path.of("/proc/self/maps");

    /** Named by the driver, which marks the copy as used by a second file. */
    private static final Pattern COPY = Pattern.compile("/.*/sqlite-[0-9.]+-[0-9a-f-]{36}-libsqlitejdbc\\.so$");

    private static final AtomicBoolean DELETED = new AtomicBoolean();

    private NativeLibrary() {}

    /** Deletes the copy once it is loaded, where a file that is mapped into memory needs no name any more: on Linux. */
    static void deleteCopy() {
        if (!Files.exists(MAPPED) || DELETED.getAndSet(true)) {
            return;
        }
        try {
            // Paths are in bytes, of which not all are text.
            for (String line : Files.readAllLines(MAPPED, StandardCharsets.ISO_8859_1)) {
                Matcher copy = COPY.matcher(line);
                if (copy.find()) {
                    Path path = Path.of(
                            new String(copy.group().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                    Files.deleteIfExists(path);
                    Files.deleteIfExists(path.resolveSibling(path.getFileName() + ".lck"));
                }
            }
        } catch (IOException | RuntimeException e) {
            SqliteFile.LOG.debug("the copy of SQLite's native library stays until the program ends", e);
        }
    }
}
