package io.wwep.examples.bridge.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file of any bytes: it must be read, or rejected with messages of one printable line each. */
public final class ConfigFuzzer {

    private static final Path FILE = file();

    private ConfigFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Files.write(FILE, input);
            ConfigFiles.read(FILE);
        } catch (InvalidConfigException e) {
            e.errors().forEach(ConfigFuzzer::requireReadable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireReadable(ConfigError error) {
        String line = error.toString();
        if (!line.startsWith(FILE + ":") || line.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("not a line of the file: " + line);
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("wwep-fuzz", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
