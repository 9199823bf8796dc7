package io.wwep.benchmarks.row;

import io.wwep.benchmarks.process.JavaCommand;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A JDK to start programs with.
 *
 * @param feature the first number of its version
 */
record Jdk(Path home, int feature) {

    /** The JDKs that this project is tested with. */
    private static final Set<Integer> TESTED_WITH = Set.of(17, 25);

    static Jdk running() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** Returns another JDK that this project is tested with, if it is installed next to the running one. */
    static Optional<Jdk> other() throws IOException {
        Jdk running = running();
        Path folder = running.home.toRealPath().getParent();
        if (folder == null) {
            return Optional.empty();
        }
        try (Stream<Path> beside = Files.list(folder)) {
            for (Path home : beside.sorted().toList()) {
                Optional<Jdk> jdk = at(home).filter(it -> TESTED_WITH.contains(it.feature))
                        .filter(it -> it.feature != running.feature);
                if (jdk.isPresent()) {
                    return jdk;
                }
            }
        }
        return Optional.empty();
    }

    /** Reads its release file, which is faster than starting a JVM. */
    private static Optional<Jdk> at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(JavaCommand.java(home))) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        return version.matches("\\d+(\\..*)?")
                ? Optional.of(new Jdk(home, Integer.parseInt(version.replaceFirst("\\..*", ""))))
                : Optional.empty();
    }

    /** Returns a command, to which more arguments can be added. */
    List<String> command(String... arguments) {
        return JavaCommand.ofJdk(home, arguments);
    }

    String name() {
        return "JDK " + feature;
    }
}
