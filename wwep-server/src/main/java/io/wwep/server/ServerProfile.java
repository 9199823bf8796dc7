package io.wwep.server;

/** How a server treats its connections. */
public enum ServerProfile {

    /**
     * Connections stay open and are served side by side. Requests may be split and joined anywhere;
     * replies leave in their order. A legal read of a register that was never written is refused and
     * the connection goes on; after an illegal message it is refused and closed, because nothing tells
     * where the next message begins. {@code X} stands alone, as the protocol has it.
     */
    STANDARD,

    /**
     * As the servers of the WICED Wi-Fi 101 course: one connection at a time on each port, the others wait
     * in the system's queue; one exchange for each connection, then the server disconnects. It reads up to 13
     * bytes, or until the stream ends or the {@linkplain WwepServerBuilder#messageTimeout message
     * timeout} is over, 100 ms from when it turned to the connection unless told otherwise; so a
     * reply comes that much late, and two requests in one segment are one illegal packet. One line end
     * (LF or CR LF) behind the request is taken off. A connection that brought no byte gets no reply.
     *
     * <p>{@code X} carries text: {@code X Not Found}, {@code X illegal character (Character: G)},
     * {@code X illegal message length (Length: 6)}, {@code X Database Full 401}. A packet that begins
     * with {@code R} or {@code W} and has not that request's length is told its length, any other
     * illegal one the first character that is wrong.
     *
     * <p>Once 401 registers have been written through this server, a write to one that has no value
     * yet is refused.
     */
    COURSE
}
