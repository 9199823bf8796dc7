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
 * The exchanges of a connection from their execution to their report, which comes after their replies were sent. Used by the
 * thread that serves the connection.
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

    /** From now on the exchanges are over TLS. */
    void secure(String protocol, @Nullable String subject) {
        tlsProtocol = protocol;
        clientSubject = subject;
    }

    /** Whether anything becomes of what is added; if not, it need not be made. */
    boolean isKept() {
        return handler.hasListener() || LOG.isTraceEnabled();
    }

    /**
     * Adds an exchange.
     *
     * @param request null for an illegal message
     * @param refusal null for a reply that accepts
     * @param came the {@link System#nanoTime()} at which the message had been read
     */
    void add(
            byte[] bytes,
            int from,
            int to,
            @Nullable WwepRequest request,
            WwepReply reply,
            @Nullable Refusal refusal,
            long came) {
        if (!isKept()) {
            return;
        }
        String message = printable(bytes, from, to);
        LOG.trace("{} received {}", connection, message);
        LOG.trace("{} is sent {}", connection, reply);
        if (handler.hasListener()) {
            Exchange exchange = new Exchange(
                    handler.nextNumber(),
                    Instant.now().minusNanos(System.nanoTime() - came),
                    Duration.ZERO,
                    peer,
                    port,
                    tlsProtocol,
                    clientSubject,
                    message,
                    request,
                    reply,
                    refusal);
            unreported.add(new Unreported(exchange, came));
        }
    }

    /** Notes that the store could not keep what was accepted, so that it is refused after all. */
    void refuseAll() {
        LOG.trace("{} is sent X instead of each acceptance", connection);
        unreported.replaceAll(each -> new Unreported(each.exchange.failed(), each.came));
    }

    /** Notifies the listener of all exchanges, whose replies were sent just now. */
    void report() {
        if (!unreported.isEmpty()) {
            long now = System.nanoTime();
            unreported.forEach(each -> handler.report(each.exchange.answeredAfter(Duration.ofNanos(now - each.came))));
            unreported.clear();
        }
    }

    /** Kept with the monotonic time of its message: the wall clock may be set meanwhile. */
    private record Unreported(Exchange exchange, long came) {}

    /** The wire text, safe to print. */
    private static String printable(byte[] bytes, int from, int to) {
        if (from == to) {
            return "";
        }
        int length = Math.min(to - from, WwepRequest.Raw.MAX_LENGTH);
        return WwepRequest.raw(new String(bytes, from, length, StandardCharsets.ISO_8859_1))
                .toString();
    }
}
