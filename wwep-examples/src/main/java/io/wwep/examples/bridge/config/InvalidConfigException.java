package io.wwep.examples.bridge.config;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a configuration file has errors, or cannot be read. It lists all of them. */
public final class InvalidConfigException extends IOException {

    private static final long serialVersionUID = 1L;

    // List.copyOf returns a serializable list, but its type does not say so.
    @SuppressWarnings("serial")
    private final List<ConfigError> errors;

    InvalidConfigException(List<ConfigError> errors) {
        super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** Returns the errors in the order of the file, at least one. */
    public List<ConfigError> errors() {
        return errors;
    }
}
