package io.wwep.examples.lab;

import java.util.Objects;

/** Reports that the lab has as much of something as it can hold; the message says of what, and what to do. */
public final class LabFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Creates an exception with a message for a person. */
    public LabFullException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
