package io.wwep.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the jars that a gateway would use. */
public final class Jars {

    private static final Path FOLDER = Path.of(System.getProperty("wwep.jars", "target/jars"));

    private Jars() {}

    /** Returns the jars of a folder that the build fills. */
    public static List<Path> in(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    /** Returns one jar. */
    public static Path jar(String folder, String name) {
        return FOLDER.resolve(folder).resolve(name + ".jar").toAbsolutePath();
    }
}
