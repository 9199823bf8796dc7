package io.wwep.client;

/** How an exchange ended. */
public enum ExchangeOutcome {

    /** The server accepted the request. */
    ACCEPTED,

    /** The server refused the request with {@code X}. */
    REFUSED,

    /** The request was sent, but its complete reply did not arrive in time. The server may have carried it out. */
    TIMED_OUT,

    /** The request was sent, but its connection ended before the reply. The server may have carried it out. */
    LOST,

    /** The request was sent, but what arrived was not a reply to it. The server may have carried it out. */
    PROTOCOL_ERROR,

    /** The request was not sent: no connection could be made, no time was left, or the client was closed. */
    NOT_SENT,

    /** The application canceled or completed the future, or interrupted the thread, whether or not the request had been sent. */
    CANCELLED
}
