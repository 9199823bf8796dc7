package io.wwep.examples;

import java.io.IOException;

/** Standard output accepts no more: its reader has gone, or its disk is full. Unchecked, since writers pass it on alone. */
final class OutputLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutputLostException(IOException cause) {
        super(
                "standard output cannot be written: " + cause.getMessage()
                        + "; check what it leads to, and the room on that disk",
                cause);
    }
}
