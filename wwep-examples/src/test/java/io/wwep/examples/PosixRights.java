package io.wwep.examples;

import io.wwep.check.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may read and write a file, where the file system knows of owners and others. */
final class PosixRights {

    private PosixRights() {}

    static void require(Path folder) throws IOException {
        Required.that(
                Files.getFileStore(folder).supportsFileAttributeView("posix"), "this file system has no POSIX rights");
    }

    /** As ls shows them, without the type: {@code rw-r-----}. */
    static String of(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
