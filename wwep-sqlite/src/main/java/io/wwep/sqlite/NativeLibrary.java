package io.wwep.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deletes the temporary copy of SQLite's native library, which the driver creates for each process. The driver deletes
 * it only when the process exits normally, not when it is killed.
 */
final class NativeLibrary {

    private static final Path MAPPED = Path.of("/proc/self/maps");

    /** The driver's name for the copy. A second file marks it as used. */
    private static final Pattern COPY = Pattern.compile("/.*/sqlite-[0-9.]+-[0-9a-f-]{36}-libsqlitejdbc\\.so$");

    private static final AtomicBoolean DELETED = new AtomicBoolean();

    private NativeLibrary() {}

    /** Deletes the copy after it is loaded. Works on Linux, where a mapped file may be deleted. */
    static void deleteCopy() {
        if (!Files.exists(MAPPED) || DELETED.getAndSet(true)) {
            return;
        }
        try {
            // Paths are bytes, and not all of them are valid UTF-8.
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
            SqliteFile.LOG.debug("the copy of SQLite's native library remains until the program ends", e);
        }
    }
}
