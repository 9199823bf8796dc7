package io.wwep.client;

/** How an exchange ended. */
public enum ExchangeOutcome {

    /** The server accepted the request. */
    ACCEPTED,

    /** The server refused the request with {@code X}. */
    REFUSED,

    /** The request left, and its whole reply did not come in time: the server may have done it. */
    TIMED_OUT,

    /** The request left, and its connection ended before the reply: the server may have done it. */
    LOST,

    /** The request left, and what came was not a reply to it: the server may have done it. */
    PROTOCOL_ERROR,

    /** The request never left: no connection could be made, no time was left, or the client was closed. */
    NOT_SENT,

    /** Its future was cancelled or completed by its user, or its thread interrupted, whether the request had left or not. */
    CANCELLED
}
