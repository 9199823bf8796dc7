package io.wwep.protocol;

/** What is known of a request whose exchange failed: whether it may be sent again. */
public enum Delivery {

    /** It never left for the server: sending it again cannot do it twice. */
    NOT_SENT,

    /** The server answered it: it refused. */
    ANSWERED,

    /**
     * It was sent, wholly or in part, and no valid answer came: the server may have done it. Sending
     * a write again may do it twice, which matters if another writer may have come between.
     */
    UNKNOWN
}
