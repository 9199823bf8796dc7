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
     * Behaves as the server of exercises 6.4 and 6.5 of the WICED Wi-Fi 101 course.
     *
     * <p>Each port serves one connection at a time, with one exchange. Five more connections wait in the system's queue;
     * beyond that, connects go unanswered. A packet ends after 13 bytes, with the end of the stream, or when nothing more
     * has come within the {@linkplain WwepServerBuilder#messageTimeout message timeout}, 100 ms by default. So a reply is
     * that much late, and two requests in one segment are one illegal packet. One line feed may follow a request. A client
     * that sends nothing is refused too.
     *
     * <p>After the reply the server disconnects, and waits for the client's own close (its FIN). Until then, or until the
     * {@linkplain WwepServerBuilder#idleTimeout idle timeout} has passed, 3 s by default, it serves nobody else.
     *
     * <p>{@code X} carries text: {@code X Not Found}, {@code X illegal command}, {@code X illegal message length},
     * {@code X illegal character}, {@code X Database Full 401}.
     *
     * <p>Once 401 registers have been written through this server, a write to one that has no value
     * yet is refused.
     */
    COURSE,

    /**
     * Behaves as the dual server of the course's exercise 6.7: as {@link #COURSE}, with more text behind {@code X}, such as
     * {@code X illegal message length (Length: 6)}, {@code X illegal command/length (Command: w), (Length: 11)} and
     * {@code X illegal character (Character: G)}. The lengths include the line feed, and characters are sent as they came,
     * so the text may hold any byte.
     */
    COURSE_6_7;

    /** Whether this is one of the course's servers. */
    boolean isCourse() {
        return this != STANDARD;
    }
}
