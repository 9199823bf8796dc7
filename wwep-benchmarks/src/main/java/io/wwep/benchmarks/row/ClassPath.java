package io.wwep.benchmarks.row;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds jars on this program's class path by the prefix of their names. */
final class ClassPath {

    /** What every program here needs: its own classes and, like every user, a logger. */
    private static final List<String> ALWAYS = List.of("wwep-benchmarks-", "slf4j-simple-");

    private ClassPath() {}

    /**
     * Returns a class path of only these jars, in order, since others would slow the start down. Keeps folders, from
     * which tests run.
     */
    static String of(List<String> beginnings) {
        return Stream.concat(
                        Stream.of(ALWAYS, beginnings).flatMap(List::stream).flatMap(ClassPath::jars),
                        entries().filter(Files::isDirectory))
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    static Optional<Path> jar(String prefix) {
        return jars(prefix).findFirst();
    }

    static Stream<Path> jars(String prefix) {
        return entries().filter(file -> {
            String name = String.valueOf(file.getFileName());
            return name.endsWith(".jar") && !name.endsWith("-tests.jar") && name.startsWith(prefix);
        });
    }

    private static Stream<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath());
    }
}
