package io.wwep.examples.bridge.config;

import io.wwep.examples.input.ControlCharacters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the errors and warnings of a file, so that all of them are listed. */
final class Problems {

    private static final Comparator<ConfigError> ORDER =
            Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column);

    /** More than anybody reads. Bounds the time and the memory that a wrong file needs. */
    static final int MOST = 99;

    private static final int LONGEST = 600;

    private final Path file;
    private final List<ConfigError> errors = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();
    private boolean hasMoreWarnings;

    Problems(Path file) {
        this.file = file;
    }

    /** Reading ends here: what follows has no meaning, or there are too many errors. */
    static final class EndedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EndedException() {
            super("reported already", null, false, false);
        }
    }

    /**
     * Reports an error.
     *
     * @throws EndedException if nothing should be read after it
     */
    void error(Position position, String message) {
        errors.add(ConfigError.at(file, position, printable(message)));
        if (errors.size() == MOST) {
            throw new EndedException();
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /** Reports a warning, unless there are too many. */
    void warn(Position position, String message) {
        if (warnings.size() < MOST) {
            warnings.add(ConfigError.at(file, position, "warning: " + printable(message)));
        } else {
            hasMoreWarnings = true;
        }
    }

    /** Returns the warnings in the order of the file. */
    List<String> warnings() {
        List<String> sorted = new ArrayList<>(
                warnings.stream().sorted(ORDER).map(ConfigError::toString).toList());
        if (hasMoreWarnings) {
            sorted.add(ConfigError.of(file, "warning: there are more warnings; correct these first, then check again")
                    .toString());
        }
        return sorted;
    }

    /** A value from the file, in a message, must not control the terminal, split a line or fill the screen. */
    private static String printable(String message) {
        String line = ControlCharacters.escaped(message);
        return line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST / 2) + " … " + line.substring(line.length() - LONGEST / 2);
    }

    void throwIfAny() throws InvalidConfigException {
        if (!errors.isEmpty()) {
            List<ConfigError> sorted =
                    new ArrayList<>(errors.stream().sorted(ORDER).toList());
            boolean mayHaveMore = errors.size() == MOST;
            if (mayHaveMore) {
                sorted.add(ConfigError.of(file, "there may be more errors; correct these first, then check again"));
            }
            throw new InvalidConfigException(sorted, mayHaveMore);
        }
    }
}
