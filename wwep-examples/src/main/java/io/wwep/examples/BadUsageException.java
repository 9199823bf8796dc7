package io.wwep.examples;

import java.util.function.Supplier;

/** The command line is wrong; the message says why and what to do. */
final class BadUsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadUsageException(String message) {
        super(message);
    }

    /** Returns what the supplier makes of the user's input; an argument that the SDK rejects is bad usage. */
    static <T> T ifInvalid(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }
}
