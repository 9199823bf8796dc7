package io.wwep.examples;

import io.wwep.check.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The permissions of a file, on file systems that have them. */
public final class PosixPermissions {

    private PosixPermissions() {}

    public static void require(Path folder) throws IOException {
        Required.that(
                Files.getFileStore(folder).supportsFileAttributeView("posix"), "this file system has no POSIX rights");
    }

    /** Returns them as ls shows them, without the type: {@code rw-r-----}. */
    public static String of(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
