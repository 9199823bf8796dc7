package io.wwep.examples;

import java.io.IOException;

/** Standard output is closed or its disk is full. Unchecked, because writers swallow an {@code IOException}. */
final class OutputLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutputLostException(IOException cause) {
        super(
                "standard output cannot be written: " + cause.getMessage()
                        + "; check its reader, or the free space of its disk",
                cause);
    }
}
