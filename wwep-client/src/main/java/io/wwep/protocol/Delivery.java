package io.wwep.protocol;

/** What is known about a request whose exchange failed, and so whether it may be sent again. */
public enum Delivery {

    /** It was not sent: sending it again cannot carry it out twice. */
    NOT_SENT,

    /** The server answered it: it refused the request. */
    ANSWERED,

    /**
     * It was sent, completely or in part, and no valid answer came: the server may have carried it out. Sending a write again may
     * carry it out twice, which matters if another client may have written in between.
     */
    UNKNOWN
}
