package io.wwep.examples.handshake;

/** The steps of a TLS client in the course, with their calls on the board. */
enum CourseStep {
    TRUST(2, "wiced_tls_init_root_ca_certificates"),
    IDENTITY(3, "wiced_tls_init_identity"),
    CONTEXT(4, "wiced_tls_init_context"),
    ENABLE(6, "wiced_tcp_enable_tls"),
    CONNECT(7, "wiced_tcp_connect"),
    DISCONNECT(9, "wiced_tcp_disconnect");

    private final int number;
    private final String call;

    CourseStep(int number, String call) {
        this.number = number;
        this.call = call;
    }

    /** Returns its number and its call. */
    @Override
    public String toString() {
        return number + ", " + call;
    }
}
