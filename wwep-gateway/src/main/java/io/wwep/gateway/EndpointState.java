package io.wwep.gateway;

/** What an endpoint of a gateway is doing. */
public enum EndpointState {
    /** A connection is open. */
    CONNECTED,
    /** No connection is open, and a poll or call is waiting for one. */
    CONNECTING,
    /** No connection is open, and the last attempt failed; the next poll tries again. */
    FAILED,
    /** No connection is open, and none is needed now. */
    IDLE,
    /** The endpoint was removed, or its gateway was closed. */
    CLOSED
}
