package io.wwep.client.internal;

/** What a TLS handshake waits for. */
enum Handshaking {
    /** Nothing: it is complete. */
    NOTHING,
    /** Slow work that may block, such as a check of the server's certificate. */
    TASKS,
    /** The server's next message. */
    INPUT,
    /** Room for a message to the server. */
    ROOM
}
