package io.wwep.server;

/** How a server handles its connections. */
public enum ServerProfile {

    /**
     * Keeps connections open and serves them concurrently. Requests may be split and joined anywhere; replies keep the
     * order of their requests. Requests for one device that arrive together are executed as a group, with no such group
     * of another connection in between that writes to the device: two reads never see only one of two writes. Single
     * requests may come in between, and other servers with the same store. A legal read of a register that was never
     * written is refused, and the connection stays open. After an illegal message, the connection is closed, because the
     * start of the next message is unknown. {@code X} is sent without text, as the protocol defines.
     */
    STANDARD,

    /**
     * Behaves like the server of exercises 6.4 and 6.5 of the WICED Wi-Fi 101 course.
     *
     * <p>Each port serves one connection at a time, with one exchange. Five more connections wait in the system's
     * queue; further connection attempts go unanswered. A packet ends after 13 bytes, at the end of the stream, or when
     * nothing more arrives within the {@linkplain WwepServerBuilder#messageTimeout message timeout}, 100 ms by default.
     * So replies are delayed by that timeout, and two requests in one segment are one illegal packet. One line feed may
     * follow a request. A client that sends nothing is also refused.
     *
     * <p>After the reply, the server disconnects and waits for the client to close (its FIN). It serves no other client
     * until then, or until the {@linkplain WwepServerBuilder#idleTimeout idle timeout} expires, 3 s by default.
     * <p>{@code X} is followed by text: {@code X Not Found}, {@code X illegal command}, {@code X illegal message
     * length}, {@code X illegal character}, {@code X Database Full 401}.
     *
     * <p>After 401 registers have been written through this server, it refuses writes to registers without a value.
     */
    COURSE,

    /**
     * Behaves like the dual server of the course's exercise 6.7: like {@link #COURSE}, with more text after {@code X},
     * such as {@code X illegal message length (Length: 6)}, {@code X illegal command/length (Command: w), (Length: 11)}
     * and {@code X illegal character (Character: G)}. The lengths include the line feed. Characters are sent unchanged,
     * so the text may contain any byte.
     */
    COURSE_6_7;

    /** Returns whether this is a course profile. */
    boolean isCourse() {
        return this != STANDARD;
    }
}
