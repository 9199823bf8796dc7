package io.wwep.tls;

import org.jspecify.annotations.Nullable;

/** Thrown if an encrypted key cannot be decrypted with a password, but perhaps with another. */
final class WrongPasswordException extends TlsMaterialException {

    private static final long serialVersionUID = 1L;

    WrongPasswordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
