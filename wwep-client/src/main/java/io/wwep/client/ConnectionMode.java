package io.wwep.client;

/**
 * How a client uses its connections. In every mode, when the server closes a connection, the client closes it too within about
 * 20 ms, even while the application is idle: until then, a course server serves no other client.
 */
public enum ConnectionMode {

    /**
     * Learns whether the server keeps connections open, and keeps them if it does. Works with every server.
     *
     * <p>A second reply on one connection shows that the server keeps it open: from then on, several requests may be sent at
     * once. If the server closes a connection within 5 seconds after its first reply, it serves one request per connection, as
     * the course's servers do, and the client behaves as in {@link #ONE_SHOT} from then on. A server that merely restarted at
     * that moment costs speed, never a request. What was learned applies to all later connections of the client, and is logged
     * at INFO. A server that closes connections is tested again by keeping one open after an exchange: first after a minute,
     * then at doubling intervals of up to an hour.
     *
     * <p>Until the behavior is known, a write that would be the second request on a connection first waits for the close that
     * may follow the first reply: until 50 ms after that reply, and no more than half of the time left. A read does not wait,
     * unless the first reply was a refusal: a read that crosses the close is sent again.
     */
    AUTO,

    /**
     * Keeps the connection, and opens a new one only after it is lost. From the second exchange on, several requests may be sent
     * at once. Use it only with servers known to keep connections open: with any other server, requests are lost.
     */
    PERSISTENT,

    /** Opens a connection for each exchange and closes it after the reply, one at a time. */
    ONE_SHOT;

    /** Returns what to assume of the server until its behavior is known. */
    ConnectionBehavior assumed() {
        return switch (this) {
            case AUTO -> ConnectionBehavior.UNKNOWN;
            case PERSISTENT -> ConnectionBehavior.KEEP_ALIVE;
            case ONE_SHOT -> ConnectionBehavior.CLOSE_AFTER_REPLY;
        };
    }
}
