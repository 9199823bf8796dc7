package io.wwep.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds external programs that tests need as peers, such as nc and openssl. */
public final class ForeignTool {

    private ForeignTool() {}

    /** Returns the path of a program, which is {@linkplain Required required}. */
    public static String require(String name, String debianPackage) {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        Required.that(found.isPresent(), name + " is not installed (Debian: apt-get install " + debianPackage + ")");
        return found.orElseThrow().toString();
    }
}
