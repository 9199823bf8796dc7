package io.wwep.examples.handshake;

import io.wwep.examples.handshake.HandshakeStep.Kind;

/** Explains how the two sides came to the same key, and how that differs from the chapter. */
final class KeyExchange {

    private static final String TITLE = "Key exchange";

    private static final String CHAPTER =
            "In the chapter, the client generates the key and sends it encrypted with the server's public RSA key. Anyone"
                    + " who obtains the server's private key, even years later, can read all recorded connections.";

    private KeyExchange() {}

    /** Explains it for TLS 1.3, whose hellos contain it. */
    static HandshakeStep ofTls13(Hello chosen) {
        String group = chosen.groups().isEmpty()
                ? "a group agreed before"
                : TlsNames.group(chosen.groups().get(0));
        return new HandshakeStep(
                Kind.KEY_EXCHANGE,
                TITLE,
                CourseStep.CONNECT.toString(),
                "Both hellos had a key share for " + group
                        + ": from the other's share and its own secret, each side computes the same key (Diffie-Hellman)."
                        + " The key itself is never sent.",
                CHAPTER,
                "TLS 1.3 no longer has this key exchange: each connection uses new secrets, and the server's key only signs."
                        + " Everything after the hellos is encrypted, including the certificates.");
    }

    /** Explains it for TLS 1.2, by the chosen cipher suite. */
    static HandshakeStep ofTls12(Hello chosen) {
        String suite = TlsNames.suite(chosen.suites().get(0));
        if (suite.startsWith("TLS_RSA_")) {
            return new HandshakeStep(
                    Kind.KEY_EXCHANGE,
                    TITLE,
                    CourseStep.CONNECT.toString(),
                    "As in the chapter: ClientKeyExchange has a secret that this client generated, encrypted with the public"
                            + " RSA key of the server's certificate. Both compute the keys from it.",
                    "Anyone who obtains the server's private key, even years later, can read all recorded connections."
                            + " TLS 1.3 no longer has this key exchange.");
        }
        return new HandshakeStep(
                Kind.KEY_EXCHANGE,
                TITLE,
                CourseStep.CONNECT.toString(),
                "ServerKeyExchange and ClientKeyExchange each had a share: from the other's share and its own secret,"
                        + " each side computes the same key (Diffie-Hellman). The key itself is never sent. The server"
                        + " signed its share with the key of its certificate.",
                CHAPTER,
                suite + " says so: its key exchange is " + (suite.startsWith("TLS_ECDHE_") ? "ECDHE" : "DHE")
                        + ". Suites of TLS 1.2 for the chapter's way begin with TLS_RSA_; TLS 1.3 has none.");
    }
}
