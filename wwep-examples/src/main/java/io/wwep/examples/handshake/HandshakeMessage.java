package io.wwep.examples.handshake;

import java.nio.ByteBuffer;
import java.util.Map;

/** A handshake message that was sent unencrypted. */
final class HandshakeMessage {

    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int CLIENT_KEY_EXCHANGE = 16;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "HelloRequest"),
            Map.entry(CLIENT_HELLO, "ClientHello"),
            Map.entry(SERVER_HELLO, "ServerHello"),
            Map.entry(4, "NewSessionTicket"),
            Map.entry(8, "EncryptedExtensions"),
            Map.entry(CERTIFICATE, "Certificate"),
            Map.entry(SERVER_KEY_EXCHANGE, "ServerKeyExchange"),
            Map.entry(13, "CertificateRequest"),
            Map.entry(14, "ServerHelloDone"),
            Map.entry(15, "CertificateVerify"),
            Map.entry(CLIENT_KEY_EXCHANGE, "ClientKeyExchange"),
            Map.entry(20, "Finished"),
            Map.entry(22, "CertificateStatus"));

    private final int type;
    private final byte[] body;

    /**
     * Creates a message.
     *
     * @param type its code
     * @param body everything after the 4-byte header
     */
    HandshakeMessage(int type, byte[] body) {
        this.type = type;
        this.body = body;
    }

    int type() {
        return type;
    }

    int length() {
        return body.length;
    }

    /** Returns the message's name in the standards. */
    String name() {
        return NAMES.getOrDefault(type, "message of type " + type);
    }

    ByteBuffer content() {
        return ByteBuffer.wrap(body);
    }
}
