package io.wwep.tls;

import org.jspecify.annotations.Nullable;

/** An encrypted key that another password may decrypt. */
final class WrongPasswordException extends TlsMaterialException {

    private static final long serialVersionUID = 1L;

    WrongPasswordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
