package io.wwep.client;

/**
 * How a client uses its connections. In every mode it answers the server's close by its own within some 10 ms, also while the
 * application does nothing: a course server serves nobody until then. On a socket of a
 * {@linkplain WwepClientBuilder#socketFactory factory} it does that at its next call.
 */
public enum ConnectionMode {

    /**
     * Learn whether the server keeps connections open, and keep them if it does. Works with every server.
     *
     * <p>A second reply on one connection shows that the server keeps it: from then on several requests may be sent at once.
     * A server that closes a connection within 5 seconds after its first reply serves one request per connection, as the
     * course's servers do: from then on as {@link #ONE_SHOT}. A server that only restarts just then costs the client speed,
     * never a request. What was learned holds for all connections of the client that follow, and is logged at INFO.
     * A server that closes is tested again: the next exchange keeps its connection, to see, after a minute, and then after twice
     * as long each time, up to an hour.
     *
     * <p>Until it is known, a write that would be the second request on a connection waits for the close that may follow the
     * first reply: until 50 ms after that reply, and at most half of the time that is left.
     * A read does not wait, unless the first reply was a refusal: if it crosses the close, it is sent again.
     */
    AUTO,

    /**
     * Keep the connection, and open a new one only after it was lost; from the second exchange on, several requests may be
     * sent at once. Only for servers known to keep connections: one that does not loses requests.
     */
    PERSISTENT,

    /** Open a connection for each exchange and close it after the reply, one at a time. */
    ONE_SHOT;

    /** What is assumed of the server, until it shows. */
    ConnectionBehavior assumed() {
        return switch (this) {
            case AUTO -> ConnectionBehavior.UNKNOWN;
            case PERSISTENT -> ConnectionBehavior.KEEP_ALIVE;
            case ONE_SHOT -> ConnectionBehavior.CLOSE_AFTER_REPLY;
        };
    }
}
