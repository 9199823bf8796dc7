package io.wwep.benchmarks.row;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder for files but not for other folders; deleted with its content on close. */
final class TemporaryFolder implements Closeable {

    private final Path path = Files.createTempDirectory("wwep-benchmarks");

    TemporaryFolder() throws IOException {}

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }
}
