package io.wwep.examples.lab;

import java.io.IOException;

/** The file with a class's progress cannot be read, or is damaged. It is left as it is. */
public final class ClassFileException extends IOException {

    private static final long serialVersionUID = 1L;

    ClassFileException(String message, Exception cause) {
        super(message, cause);
    }

    ClassFileException(String message) {
        super(message);
    }
}
