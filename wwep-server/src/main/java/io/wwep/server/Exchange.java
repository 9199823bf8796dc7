package io.wwep.server;

import io.wwep.protocol.WwepReply;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A message that a server received, and its reply.
 *
 * @param number counts the server's transactions from 1, those of both its ports together; no two have
 *     the same, and those of one connection are in their order
 * @param peer the client's address
 * @param clientSubject the subject of the certificate that the client has shown, as RFC 2253 writes
 *     names: {@code CN=lamp,O=Example}; safe to print. Null if it has shown none, or was not asked
 *     for one, as on the plain port
 * @param port the server's port that it came in on
 * @param message the wire text received, safe to print: one line, with everything unprintable escaped.
 *     Line ends between messages are left out. Of an illegal message it is what had come, at most 256
 *     bytes; nothing tells where such a message ends
 * @param reply the reply; a client that closed before it could be sent has not got it
 */
public record Transaction(
        long number,
        InetSocketAddress peer,
        @Nullable String clientSubject,
        int port,
        String message,
        WwepReply reply) {

    /** The same, but refused. */
    Transaction refused() {
        return reply instanceof WwepReply.Accepted
                ? new Transaction(number, peer, clientSubject, port, message, WwepReply.refused())
                : this;
    }
}
