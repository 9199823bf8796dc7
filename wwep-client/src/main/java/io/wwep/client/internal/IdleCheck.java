package io.wwep.client.internal;

/** What is found on a connection between two exchanges. */
enum IdleCheck {
    /** Nothing came: good for the next exchange. */
    IDLE,
    /** Bytes that nobody asked for: whose reply comes next is uncertain. */
    UNEXPECTED_DATA,
    /** The server closed or reset it. */
    CLOSED
}
