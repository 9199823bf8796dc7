package io.wwep.examples.bridge.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that relative paths of a configuration file are relative to: its own. */
record Folder(Path configFile) {

    /** Far more than the largest sensible list of authorities. */
    private static final long MAX_BYTES = 1 << 20;

    Path resolve(String path) {
        return configFile.resolveSibling(path);
    }

    /** Returns whether a path is a pipe, a socket or a device, which may be endless, or keep a reader waiting. */
    static boolean isPipeOrDevice(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    /** Returns the path of a key that may be left out, and names a file that is read whole. */
    @Nullable
    Path fileToRead(Section section, String key) {
        Path file = path(section, key);
        if (file == null || Files.isDirectory(file)) {
            return file;
        }
        if (isPipeOrDevice(file)) {
            section.error(key, file + " is a pipe or a device; write the path of a file");
            return null;
        }
        if (file.toFile().length() > MAX_BYTES) {
            section.error(key, file + " is larger than 1 MB; write the path of a certificate or key");
            return null;
        }
        return file;
    }

    /** Returns the path of a key that may be left out. */
    @Nullable
    Path path(Section section, String key) {
        // An InvalidPathException is an IllegalArgumentException.
        return section.parsed(key, section.text(key), this::resolve);
    }
}
