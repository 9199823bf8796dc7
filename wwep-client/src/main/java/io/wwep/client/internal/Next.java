package io.wwep.client.internal;

/** What a thread must do next. */
enum Next {
    /** Send: it has the write lease. */
    SEND,
    /** Read: it has the read lease, and no other. */
    READ,
    /** Nothing: it has no lease. */
    NOTHING,
    /** Settle the loss of the connection, whose reason is in {@link Calls#loss}: it keeps the write lease. */
    SETTLE
}
