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

    private final boolean mayHaveMore;

    /**
     * Creates an exception.
     *
     * @param errors at least one; the last one says so if there may be more
     */
    InvalidConfigException(List<ConfigError> errors, boolean mayHaveMore) {
        super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
        this.mayHaveMore = mayHaveMore;
    }

    /** Returns the errors in the order of the file, at least one. */
    public List<ConfigError> errors() {
        return errors;
    }

    /** Returns how many errors were found, as in {@code 1 error} or {@code at least 99 errors}. */
    public String count() {
        int found = errors.size() - (mayHaveMore ? 1 : 0);
        return (mayHaveMore ? "at least " : "") + found + (found == 1 ? " error" : " errors");
    }
}
