package io.wwep.benchmarks.row;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars that this program was started with, by what their names begin with. */
final class ClassPath {

    /** What every program here needs: its own classes, and a place for logs, as every user has one. */
    private static final List<String> ALWAYS = List.of("wwep-benchmarks-", "slf4j-simple-");

    private ClassPath() {}

    /**
     * A class path of the jars asked for alone, in their order: others would cost a start some time that nobody who uses
     * the client has to spend. Folders stay in, for they are what a test runs from.
     */
    static String of(List<String> beginnings) {
        return Stream.concat(
                        Stream.of(ALWAYS, beginnings).flatMap(List::stream).flatMap(ClassPath::jars),
                        entries().filter(Files::isDirectory))
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    static Optional<Path> jar(String beginning) {
        return jars(beginning).findFirst();
    }

    static Stream<Path> jars(String beginning) {
        return entries().filter(file -> {
            String name = String.valueOf(file.getFileName());
            return name.endsWith(".jar") && !name.endsWith("-tests.jar") && name.startsWith(beginning);
        });
    }

    private static Stream<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath());
    }
}
