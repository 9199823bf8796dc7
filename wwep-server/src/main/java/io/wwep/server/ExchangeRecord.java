package io.wwep.server;

import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the exchanges of a connection until their replies are sent, then reports them. Confined to the thread that
 * serves the connection.
 */
final class ExchangeRecord {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    private final Connection connection;
    private final InetSocketAddress peer;
    private final int port;
    private final RequestHandler handler;
    private final List<Unreported> unreported = new ArrayList<>();
    private @Nullable String tlsProtocol;
    private @Nullable String clientSubject;

    ExchangeRecord(Connection connection, InetSocketAddress peer, int port, RequestHandler handler) {
        this.connection = connection;
        this.peer = peer;
        this.port = port;
        this.handler = handler;
    }

    /** Marks later exchanges as sent over TLS. */
    void secure(String protocol, @Nullable String subject) {
        tlsProtocol = protocol;
        clientSubject = subject;
    }

    /** Returns whether exchanges are used at all. If not, callers need not create them. */
    boolean isEnabled() {
        return handler.hasListener() || LOG.isTraceEnabled();
    }

    /**
     * Adds an exchange.
     *
     * @param request null for an illegal message
     * @param refusal null for an acceptance
     * @param receivedNanos the {@link System#nanoTime()} at which the message was read
     */
    void add(
            byte[] bytes,
            int from,
            int to,
            @Nullable WwepRequest request,
            WwepReply reply,
            @Nullable Refusal refusal,
            long receivedNanos) {
        if (!isEnabled()) {
            return;
        }
        String message = printable(bytes, from, to);
        LOG.trace("{} received {}", connection, message);
        LOG.trace("{} gets the reply {}", connection, reply);
        if (handler.hasListener()) {
            Exchange exchange = new Exchange(
                    handler.nextNumber(),
                    Instant.now().minusNanos(System.nanoTime() - receivedNanos),
                    Duration.ZERO,
                    peer,
                    port,
                    tlsProtocol,
                    clientSubject,
                    message,
                    request,
                    reply,
                    refusal);
            unreported.add(new Unreported(exchange, receivedNanos));
        }
    }

    /** Turns acceptances into refusals, because the store could not keep the values. */
    void refuseAll() {
        LOG.trace("{} gets X instead of each acceptance", connection);
        unreported.replaceAll(each -> new Unreported(each.exchange.failed(), each.receivedNanos));
    }

    /** Notifies the listener of all exchanges, whose replies have just been sent. */
    void report() {
        if (!unreported.isEmpty()) {
            long now = System.nanoTime();
            unreported.forEach(
                    each -> handler.report(each.exchange.answeredAfter(Duration.ofNanos(now - each.receivedNanos))));
            unreported.clear();
        }
    }

    /** Keeps the monotonic receive time, because the wall clock may be adjusted meanwhile. */
    private record Unreported(Exchange exchange, long receivedNanos) {}

    /** Returns the wire text, safe to print. */
    private static String printable(byte[] bytes, int from, int to) {
        if (from == to) {
            return "";
        }
        int length = Math.min(to - from, WwepRequest.Raw.MAX_LENGTH);
        return WwepRequest.raw(new String(bytes, from, length, StandardCharsets.ISO_8859_1))
                .toString();
    }
}
