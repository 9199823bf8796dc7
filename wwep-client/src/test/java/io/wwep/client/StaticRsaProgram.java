package io.wwep.client;

import io.wwep.protocol.WwepException;
import io.wwep.tls.TlsMaterialException;
import io.wwep.tls.WwepTls;
import java.time.Duration;

/** A program for a JVM with other security properties: reports how a server with the oldest cipher suites answered. */
final class StaticRsaProgram {

    private StaticRsaProgram() {}

    /**
     * Connects once, and requests a suite by name.
     *
     * @param args the port of the server
     */
    public static void main(String[] args) {
        try (WwepClient client = WwepClient.create("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .tls(WwepTls.unverified())
                // A JVM's first handshake takes seconds on a busy machine.
                .handshakeTimeout(Duration.ofSeconds(60))
                .deadline(Duration.ofSeconds(60))
                .build()) {
            System.out.println("handshake: " + failureOf(client));
        }
        try {
            WwepTls.unverified().ciphers("TLS_RSA_WITH_AES_128_GCM_SHA256");
            System.out.println("ciphers: offered");
        } catch (TlsMaterialException e) {
            System.out.println("ciphers: " + e.getMessage());
        }
    }

    private static String failureOf(WwepClient client) {
        try {
            return client.read(0x0FAC, 0x0B) + "";
        } catch (WwepException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
