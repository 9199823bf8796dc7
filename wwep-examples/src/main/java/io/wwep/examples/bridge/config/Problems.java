package io.wwep.examples.bridge.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Collects the errors and warnings of a file, so that all of them are listed. */
final class Problems {

    private static final Comparator<ConfigError> ORDER =
            Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column);

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final int LONGEST = 600;

    private final Path file;
    private final List<ConfigError> errors = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void error(Position position, String message) {
        errors.add(ConfigError.at(file, position, printable(message)));
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    void warn(Position position, String message) {
        warnings.add(ConfigError.at(file, position, "warning: " + printable(message)));
    }

    /** Returns the warnings in the order of the file. */
    List<String> warnings() {
        return warnings.stream().sorted(ORDER).map(ConfigError::toString).toList();
    }

    /** A value from the file, in a message, must not control the terminal, split a line or fill the screen. */
    private static String printable(String message) {
        String line = CONTROLS.matcher(message)
                .replaceAll(found -> String.format("\\\\u%04X", found.group().codePointAt(0)));
        return line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST / 2) + " … " + line.substring(line.length() - LONGEST / 2);
    }

    void throwIfAny() throws InvalidConfigException {
        if (!errors.isEmpty()) {
            throw new InvalidConfigException(errors.stream().sorted(ORDER).toList());
        }
    }
}
