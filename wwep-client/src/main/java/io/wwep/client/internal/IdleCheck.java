package io.wwep.client.internal;

/** The result of checking a connection between two exchanges. */
enum IdleCheck {
    /** Nothing arrived: the connection can be used for the next exchange. */
    IDLE,
    /** Unrequested bytes arrived: the next reply could not be matched to its request. */
    UNEXPECTED_DATA,
    /** The server closed or reset the connection. */
    CLOSED
}
