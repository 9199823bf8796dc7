package io.wwep.server;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that a server received, with its reply.
 *
 * @param number counts the server's exchanges from 1, on both ports together; unique, and in order within a connection
 * @param received when the message was read
 * @param took the time from reading the message to handing its reply to the system; messages answered together end at
 *     the same time
 * @param peer the client's address
 * @param port the server port that received it
 * @param tlsProtocol the TLS version, such as {@code TLSv1.3}; null on the plain port
 * @param clientSubject the subject of the client's certificate in RFC 2253 format: {@code CN=lamp,O=Example}; safe to
 *     print. Null if the client sent none or was not asked for one, as on the plain port
 * @param message the wire text received, safe to print: one line, with unprintable characters escaped. Line ends
 *     between messages are omitted. For an illegal message, the first 256 bytes received, since its end is unknown
 * @param request the message as a request; null if it is illegal
 * @param reply the reply; not delivered if the client closed first
 * @param refusal why the reply is {@code X}; null for an acceptance
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
     * Validates the components.
     *
     * @param number counts the server's exchanges from 1, on both ports together; unique, and in order within a
     *     connection
     * @param received when the message was read
     * @param took the time from reading the message to handing its reply to the system; messages answered together end
     *     at the same time
     * @param peer the client's address
     * @param port the server port that received it
     * @param tlsProtocol the TLS version, such as {@code TLSv1.3}; null on the plain port
     * @param clientSubject the subject of the client's certificate in RFC 2253 format: {@code CN=lamp,O=Example}; safe
     *     to print. Null if the client sent none or was not asked for one, as on the plain port
     * @param message the wire text received, safe to print: one line, with unprintable characters escaped. Line ends
     *     between messages are omitted. For an illegal message, the first 256 bytes received, since its end is unknown
     * @param request the message as a request; null if it is illegal
     * @param reply the reply; not delivered if the client closed first
     * @param refusal why the reply is {@code X}; null for an acceptance
     */
    public Exchange {
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(reply, "reply");
    }

    /** Returns this exchange as refused because the store could not keep its value. */
    Exchange failed() {
        return reply instanceof WwepReply.Accepted ? with(took, WwepReply.refused(), Refusal.STORE_FAILED) : this;
    }

    /** Returns this exchange as answered this long after it was received. */
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
