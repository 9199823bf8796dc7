package io.wwep.gateway.register;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Thrown if the map of a profile has errors. It lists all of them. */
public final class InvalidProfileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    // A list that can be serialized, as List.copyOf makes it; the interface does not say so.
    @SuppressWarnings("serial")
    private final List<Problem> problems;

    /**
     * One error.
     *
     * @param register the name of the register
     * @param key the key, or null if the register as a whole is wrong
     * @param message what is wrong, and what to write instead
     */
    public record Problem(String register, @Nullable String key, String message) implements Serializable {

        /**
         * Checks that nothing is null.
         *
         * @param register the name of the register
         * @param key the key, or null if the register as a whole is wrong
         * @param message what is wrong, and what to write instead
         */
        public Problem {
            Objects.requireNonNull(register, "register");
            Objects.requireNonNull(message, "message");
        }

        /** {@return the error with its place, such as {@code temperature.scale: …}} */
        @Override
        public String toString() {
            return register + (key == null ? "" : "." + key) + ": " + message;
        }
    }

    /**
     * Creates the exception.
     *
     * @param problems the errors, which make the message, one a line
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
