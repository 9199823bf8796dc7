package io.wwep.benchmarks.client;

import java.nio.charset.StandardCharsets;

/** The protocols, each with the measured request, a write of about 16 bits, and its reply. */
public enum Wire {
    WWEP("W0FAC0B1234", "A0FAC0B1234"),
    /** Write single register: transaction 1, unit 1, register 0x000B, 0x1234. The reply is its echo. */
    MODBUS("\0\1\0\0\0\6\1\6\0\13\22\64", "\0\1\0\0\0\6\1\6\0\13\22\64"),
    REDIS("*3\r\n$3\r\nSET\r\n$6\r\n0FAC0B\r\n$4\r\n1234\r\n", "+OK\r\n");

    private final String request;
    private final String reply;

    Wire(String request, String reply) {
        this.request = request;
        this.reply = reply;
    }

    public byte[] request() {
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }

    public byte[] reply() {
        return reply.getBytes(StandardCharsets.ISO_8859_1);
    }
}
