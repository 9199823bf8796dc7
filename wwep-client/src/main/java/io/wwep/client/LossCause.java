package io.wwep.client;

/** Why an opened connection was lost. */
public enum LossCause {

    /** The server closed it before a complete reply, in an orderly way. */
    CLOSED,

    /** It broke during an exchange or while it was idle: the server or the network reset it, or TLS failed on it. */
    BROKEN,

    /** A complete reply did not arrive in time, so the client closed it. */
    TIMED_OUT,

    /** Something other than the reply that was due arrived, or bytes that were not requested, so the client closed it. */
    PROTOCOL_ERROR,

    /**
     * The server refused the client's side of the TLS handshake, which TLS 1.3 reports only afterwards; or it answered a plain
     * request with TLS.
     */
    HANDSHAKE_FAILED,

    /** This side ended it during an exchange: the client was closed, a thread was interrupted, or unexpected code failed. */
    ABORTED
}
