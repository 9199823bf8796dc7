package io.wwep.tls;

import org.jspecify.annotations.Nullable;

/**
 * A certificate, key or keystore that cannot be used: missing, empty, damaged, of another kind than asked for, or not
 * matching its counterpart. The message names the file, what is wrong with it, and what to do.
 */
public class TlsMaterialException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    TlsMaterialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
