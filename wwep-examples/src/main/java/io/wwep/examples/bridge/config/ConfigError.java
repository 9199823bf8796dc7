package io.wwep.examples.bridge.config;

import io.wwep.examples.input.ControlCharacters;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;

/**
 * An error in a configuration file, or a warning. Immutable.
 *
 * @param file the file, as the user named it
 * @param line from 1; 0 if the error concerns the file as a whole, such as one that does not exist
 * @param column from 1, in characters; 0 if the error concerns the file as a whole
 * @param message what is wrong, and what to write instead
 */
public record ConfigError(String file, int line, int column, String message) implements Serializable {

    /** Validates. */
    public ConfigError {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(message, "message");
    }

    static ConfigError of(Path file, String message) {
        return new ConfigError(file.toString(), 0, 0, message);
    }

    static ConfigError at(Path file, Position position, String message) {
        return new ConfigError(file.toString(), position.line(), position.column(), message);
    }

    /**
     * Returns the error as compilers print theirs, which editors can jump to: {@code FILE:LINE:COLUMN: message}. It is one
     * line, with control characters escaped.
     */
    @Override
    public String toString() {
        return ControlCharacters.escaped(file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + message);
    }
}
