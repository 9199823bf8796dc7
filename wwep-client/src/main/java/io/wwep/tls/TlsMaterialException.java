package io.wwep.tls;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a certificate, key or keystore cannot be used: it is missing, empty, damaged, of the wrong kind, or does not
 * match its counterpart. The message names the file, the problem and the remedy.
 */
public class TlsMaterialException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    TlsMaterialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
