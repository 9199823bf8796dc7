package io.wwep.examples.board;

import org.jspecify.annotations.Nullable;

/** The requested pins are not available; the message says why and what to do instead. */
public final class BoardUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    BoardUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
