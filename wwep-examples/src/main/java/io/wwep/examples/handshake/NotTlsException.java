package io.wwep.examples.handshake;

import java.io.IOException;

/** What the peer sent cannot be a TLS record; the message says why, to be read after a colon. */
final class NotTlsException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int FIRST_PRINTABLE = ' ';
    private static final int LAST_PRINTABLE = '~';

    NotTlsException(String message) {
        super(message);
    }

    static NotTlsException ofFirstByte(int code) {
        String shown = code >= FIRST_PRINTABLE && code <= LAST_PRINTABLE ? " ('" + (char) code + "')" : "";
        return new NotTlsException(
                "the first byte is " + code + shown + ", but a TLS record begins with a byte from 20 to 23");
    }
}
