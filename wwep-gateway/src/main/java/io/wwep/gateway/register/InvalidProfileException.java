package io.wwep.gateway.register;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Thrown if the map of a profile has errors. It lists all of them. */
public final class InvalidProfileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    // List.copyOf returns a serializable list, but its type does not say so.
    @SuppressWarnings("serial")
    private final List<Problem> problems;

    /**
     * One error.
     *
     * @param register the name of the register
     * @param key the key, or null if the error concerns the whole register
     * @param message what is wrong, and what to write instead
     */
    public record Problem(String register, @Nullable String key, String message) implements Serializable {

        /**
         * Validates.
         *
         * @param register the name of the register
         * @param key the key, or null if the error concerns the whole register
         * @param message what is wrong, and what to write instead
         */
        public Problem {
            Objects.requireNonNull(register, "register");
            Objects.requireNonNull(message, "message");
        }

        /** {@return the error with its location, such as {@code temperature.scale: …}} */
        @Override
        public String toString() {
            return register + (key == null ? "" : "." + key) + ": " + message;
        }
    }

    /**
     * Creates the exception.
     *
     * @param problems the errors; the message has one per line
     */
    public InvalidProfileException(List<Problem> problems) {
        super(Objects.requireNonNull(problems, "problems").stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** {@return the errors, in the order of the registers} */
    public List<Problem> problems() {
        return problems;
    }
}
