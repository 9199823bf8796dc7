package io.wwep.examples.handshake;

/** The steps of a TLS client in the course, with their calls on the board. */
enum CourseStep {
    TRUST(2, "wiced_tls_init_root_ca_certificates"),
    IDENTITY(3, "wiced_tls_init_identity"),
    CONTEXT(4, "wiced_tls_init_context"),
    ENABLE(6, "wiced_tcp_enable_tls"),
    CONNECT(7, "wiced_tcp_connect"),
    DISCONNECT(9, "wiced_tcp_disconnect");

    /** The number of the course's steps of a client, of which this enum has those that a handshake shows. */
    private static final int STEPS = 9;

    private final int number;
    private final String call;

    CourseStep(int number, String call) {
        this.number = number;
        this.call = call;
    }

    /** Returns its number and its call, and those of another step that happens at the same time. */
    String and(CourseStep other) {
        return this + ", and " + other.number + ", " + other.call;
    }

    /** Returns its number and its call. */
    @Override
    public String toString() {
        return number + " of " + STEPS + ", " + call;
    }
}
