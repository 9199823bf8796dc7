package io.wwep.client;

/** What a client has learned about its server: whether it keeps a connection open after a reply. */
public enum ConnectionBehavior {

    /** Not known yet. The client finds out without losing a request. */
    UNKNOWN,

    /** The server keeps connections open, and the client reuses them. */
    KEEP_ALIVE,

    /** The server serves one request per connection, as the course's servers do. Each exchange opens a new connection. */
    CLOSE_AFTER_REPLY
}
