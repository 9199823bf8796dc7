package io.wwep.protocol;

/** The phases of an exchange, in order. */
public enum Phase {

    /** Waiting for other callers' exchanges with the same server. */
    QUEUE,

    /** Looking up the addresses of the server's name. */
    RESOLVE,

    /** Opening the TCP connection. */
    CONNECT,

    /** Performing the TLS handshake, which checks the server's certificate; plain connections skip this phase. */
    HANDSHAKE,

    /** Sending the request and waiting for its reply. */
    REPLY;

    /** {@return the phase's name in lower case, as in messages} */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
