package io.wwep.examples;

import java.util.function.Supplier;

/** What was asked for cannot be done as it was asked; the message says why and what to do. */
final class BadUsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadUsageException(String message) {
        super(message);
    }

    /** Makes something of what the user gave; what the SDK does not take as an argument is bad usage. */
    static <T> T unlessValid(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }
}
