package io.wwep.client;

/** Why an open connection was lost. */
public enum LossCause {

    /** The server closed the connection in an orderly way before it had sent a complete reply. */
    CLOSED,

    /** The server or the network reset the connection, or TLS failed on it, during an exchange or while it was idle. */
    BROKEN,

    /** No complete reply arrived in time, to a request or to the read that validates an idle connection, so the client closed it. */
    TIMED_OUT,

    /** Unexpected data arrived in place of a reply, or without a request, so the client closed the connection. */
    PROTOCOL_ERROR,

    /**
     * The server rejected the TLS handshake after the client had completed it, as TLS 1.3 allows, or answered a
     * plaintext request with TLS.
     */
    HANDSHAKE_FAILED,

    /**
     * The client ended the connection before all replies had arrived: it was closed, a thread was interrupted, no caller
     * waited for the replies any longer, or an unexpected error occurred. If the last caller ran out of time, that is
     * {@link #TIMED_OUT}.
     */
    ABORTED
}
