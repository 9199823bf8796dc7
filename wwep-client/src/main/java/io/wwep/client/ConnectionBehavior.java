package io.wwep.client;

/** What a client has learned about its server: whether it keeps a connection open after a reply. */
public enum ConnectionBehavior {

    /** Not known yet; the client finds out without losing a request. */
    UNKNOWN,

    /** The server keeps connections open, and they are used again. */
    KEEP_ALIVE,

    /** The server serves one request on each connection, as the course's servers do; each exchange opens one. */
    CLOSE_AFTER_REPLY
}
