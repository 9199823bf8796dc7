package io.wwep.examples.bridge.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The good and bad configuration files of the tests. A bad one begins with the errors that it has, each as a comment {@code
 * # LINE:COLUMN: message}, in which FOLDER is the folder of the file.
 */
final class ConfigFiles {

    /** The environment variable that these files name. */
    static final String PASSWORD_VARIABLE = "WWEP_TEST_PASSWORD";

    static final String PASSWORD = "hunter-2-secret";

    private static final Path FOLDER = Path.of("src/test/resources/io/wwep/examples/bridge/config");
    private static final Pattern EXPECTED = Pattern.compile("# (\\d+:\\d+: .*)");
    private static final String ONLY_THE_READER = "# The schema cannot see this.";

    private ConfigFiles() {}

    static List<Path> good() {
        return in("good");
    }

    static Path good(String name) {
        return good().stream()
                .filter(file -> file.endsWith(name + ".yaml"))
                .findFirst()
                .orElseThrow();
    }

    static List<Path> bad() {
        return in("bad");
    }

    private static List<Path> in(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BridgeConfig read(Path file) throws InvalidConfigException {
        return new ConfigReader(file, ConfigFiles::variable).read();
    }

    private static @Nullable String variable(@Nullable String name) {
        return PASSWORD_VARIABLE.equals(name) ? PASSWORD : null;
    }

    /** Returns the errors of a file as {@code LINE:COLUMN: message}, none if it is good. */
    static List<String> errors(Path file) {
        try {
            read(file);
            return List.of();
        } catch (InvalidConfigException e) {
            Path folder = Objects.requireNonNull(file.getParent());
            return e.errors().stream()
                    .map(error -> error.line() + ":" + error.column() + ": "
                            + error.message()
                                    .replace(folder.toAbsolutePath().toString(), "FOLDER")
                                    .replace(folder.toString(), "FOLDER"))
                    .toList();
        }
    }

    static List<String> expectedErrors(Path file) throws IOException {
        List<String> expected = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            var matcher = EXPECTED.matcher(line);
            if (matcher.matches()) {
                expected.add(matcher.group(1));
            }
        }
        return expected;
    }

    /** Returns whether only the reader can find the errors: they concern other files, references, or the YAML itself. */
    static boolean isBeyondSchema(Path file) throws IOException {
        return Files.readString(file).contains(ONLY_THE_READER);
    }
}
