package io.wwep.examples.handshake;

import java.util.List;
import java.util.Objects;

/**
 * A step of a handshake that has happened. Its texts have no control characters, whatever the server sent.
 *
 * @param kind what happened
 * @param title what happened, in a few words
 * @param course the course's step and its call on the board; empty if the board shows nothing of it
 * @param details sentences that explain it
 */
public record HandshakeStep(Kind kind, String title, String course, List<String> details) {

    /** What a step is. */
    public enum Kind {
        /** The trusted certificates, before anything is sent. */
        TRUST,
        /** The client's own certificate, before anything is sent. */
        IDENTITY,
        /** Trust and identity together. */
        CONTEXT,
        /** The TCP connection. */
        CONNECTION,
        /** What the client offered. */
        CLIENT_HELLO,
        /** What the server chose. */
        SERVER_HELLO,
        /** The server asked for another ClientHello. */
        RETRY,
        /** Another handshake message, unencrypted. */
        MESSAGE,
        /** One side announced that it encrypts from now on. */
        CHANGE_CIPHER_SPEC,
        /** Records that only the two sides can read. */
        ENCRYPTED,
        /** An unencrypted alert. */
        ALERT,
        /** The server's certificates, and who signed whom. */
        CERTIFICATES,
        /** The server asked for a certificate of the client. */
        CERTIFICATE_REQUEST,
        /** The check of the chain. */
        VERIFICATION,
        /** The check of the server's name. */
        NAME,
        /** How both sides came to the same key. */
        KEY_EXCHANGE,
        /** The handshake is complete. */
        FINISHED,
        /** Nothing more comes, or nothing that TLS allows. */
        BROKEN,
        /** The connection is closed. */
        CLOSE
    }

    /** Checks and copies. */
    public HandshakeStep {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(details, "details");
        title = printable(title);
        details = details.stream().map(HandshakeStep::printable).toList();
    }

    HandshakeStep(Kind kind, String title, String course, String... details) {
        this(kind, title, course, List.of(details));
    }

    /** Returns a text without control characters. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
    }
}
