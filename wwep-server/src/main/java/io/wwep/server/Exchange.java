package io.wwep.server;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that a server received, and its reply.
 *
 * @param number counts the server's exchanges from 1, those of both its ports together; no two have
 *     the same, and those of one connection are in their order
 * @param received when the message had been read
 * @param took from then until its reply was handed to the system; messages that were answered together have the same end
 * @param peer the client's address
 * @param port the server's port that it came in on
 * @param tlsProtocol the version of TLS, such as {@code TLSv1.3}; null on the plain port
 * @param clientSubject the subject of the certificate that the client has shown, as RFC 2253 writes
 *     names: {@code CN=lamp,O=Example}; safe to print. Null if it has shown none, or was not asked
 *     for one, as on the plain port
 * @param message the wire text received, safe to print: one line, with everything unprintable escaped.
 *     Line ends between messages are left out. Of an illegal message it is what had come, at most 256
 *     bytes; nothing tells where such a message ends
 * @param request the message as a request; null if it is illegal
 * @param reply the reply; a client that closed before it could be sent has not got it
 * @param refusal why the reply is {@code X}; null if it is not
 */
public record Exchange(
        long number,
        Instant received,
        Duration took,
        InetSocketAddress peer,
        int port,
        @Nullable String tlsProtocol,
        @Nullable String clientSubject,
        String message,
        @Nullable WwepRequest request,
        WwepReply reply,
        @Nullable Refusal refusal) {

    /**
     * Validates.
     *
     * @param number counts the server's exchanges from 1, those of both its ports together; no two have the same, and those of one connection are in their order
     * @param received when the message had been read
     * @param took from then until its reply was handed to the system; messages that were answered together have the same end
     * @param peer the client's address
     * @param port the server's port that it came in on
     * @param tlsProtocol the version of TLS, such as {@code TLSv1.3}; null on the plain port
     * @param clientSubject the subject of the certificate that the client has shown, as RFC 2253 writes names: {@code CN=lamp,O=Example}; safe to print. Null if it has shown none, or was not asked for one, as on the plain port
     * @param message the wire text received, safe to print: one line, with everything unprintable escaped. Line ends between messages are left out. Of an illegal message it is what had come, at most 256 bytes; nothing tells where such a message ends
     * @param request the message as a request; null if it is illegal
     * @param reply the reply; a client that closed before it could be sent has not got it
     * @param refusal why the reply is {@code X}; null if it is not
     */
    public Exchange {
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(reply, "reply");
    }

    /** The same, but refused since the store has failed to keep it. */
    Exchange failed() {
        return reply instanceof WwepReply.Accepted ? with(took, WwepReply.refused(), Refusal.STORE_FAILED) : this;
    }

    /** The same, answered this long after it was received. */
    Exchange answeredAfter(Duration time) {
        return with(time, reply, refusal);
    }

    private Exchange with(Duration newTook, WwepReply newReply, @Nullable Refusal newRefusal) {
        return new Exchange(
                number,
                received,
                newTook,
                peer,
                port,
                tlsProtocol,
                clientSubject,
                message,
                request,
                newReply,
                newRefusal);
    }
}
