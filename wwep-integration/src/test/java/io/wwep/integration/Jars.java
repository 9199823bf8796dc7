package io.wwep.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars as gateways get them. */
public final class Jars {

    private static final Path FOLDER = Path.of(System.getProperty("wwep.jars", "target/jars"));

    private Jars() {}

    /** Those of a folder that the build has filled. */
    public static List<Path> in(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    /** One of them. */
    public static Path jar(String folder, String name) {
        return FOLDER.resolve(folder).resolve(name + ".jar").toAbsolutePath();
    }
}
