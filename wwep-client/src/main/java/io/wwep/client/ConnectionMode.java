package io.wwep.client;

/** How a client uses its connections. */
public enum ConnectionMode {

    /**
     * Keep the connection if the server keeps it. A server that closes it within 5 seconds after the first reply is taken
     * for one that serves one request per connection, as the course's servers do: from then on as {@link #ONE_SHOT},
     * for as long as the client lives. A server that only restarts just then costs the client speed, never a request.
     *
     * <p>So that no request races a connection that is being closed, the second exchange on each connection waits until
     * 200 ms have gone by since the first one's reply, or half of the time that is left, whichever is shorter. From the
     * third exchange on, several may be sent at once.
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
