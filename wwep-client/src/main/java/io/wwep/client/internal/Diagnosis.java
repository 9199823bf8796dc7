package io.wwep.client.internal;

import io.wwep.protocol.Delivery;
import io.wwep.protocol.ReplyDecoder;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Turns an error on a connection into the failure of a request. Used by the thread that sends or reads. */
final class Diagnosis {

    /** How long to wait for what a server sent before it closed. It is there already, unless this machine is very busy. */
    private static final long ALERT_WITHIN = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int ALERT_BYTES = 512;

    private final Connection connection;
    private final Transport transport;
    private final ReplyDecoder decoder;
    private final Settings settings;
    private final Failures failures;

    Diagnosis(Connection connection, Transport transport, ReplyDecoder decoder, Settings settings) {
        this.connection = connection;
        this.transport = transport;
        this.decoder = decoder;
        this.settings = settings;
        this.failures = new Failures(settings);
    }

    /**
     * Returns the failure of this request, the oldest in flight if there is any, after {@link Connection#send} failed.
     *
     * @param mayRead whether this thread may read what the server sent before it closed
     * @param mayWait whether it may wait for that
     */
    WwepException sendingFailed(
            WwepRequest request,
            IOException e,
            Delivery delivery,
            Deadline deadline,
            boolean aborted,
            boolean mayRead,
            boolean mayWait) {
        return e instanceof SocketTimeoutException
                ? failed(request, e, deadline, aborted)
                : translateLateAlert(
                        mayRead ? readPendingAlert(e, mayWait ? ALERT_WITHIN : 0) : e,
                        failures.lost(request, e, delivery, aborted));
    }

    /** Returns the failure of this request, usually the oldest in flight, after {@link Connection#receive} failed. */
    WwepException receivingFailed(WwepRequest request, IOException e, Deadline deadline, boolean aborted) {
        return translateLateAlert(e, failed(request, e, deadline, aborted));
    }

    private WwepException failed(WwepRequest request, IOException e, Deadline deadline, boolean aborted) {
        if (!(e instanceof SocketTimeoutException) || aborted) {
            return failures.lost(request, e, Delivery.UNKNOWN, aborted);
        }
        String seen = decoder.state() == ReplyDecoder.State.PARTIAL ? " (" + decoder.problem() + ")" : "";
        return failures.overdue(request, seen, e, deadline);
    }

    /** Returns the failure of a request that got something other than a reply. */
    WwepException malformedReply(WwepRequest request) {
        WwepException notPlain =
                connection.exchanges() == 0 && !isSecure() ? Handshake.missing(transport.firstByte(), settings) : null;
        return notPlain != null
                ? notPlain
                : new WwepProtocolException(
                        "the reply of " + settings.server() + " to " + request + " is not WWEP: " + decoder.problem()
                                + "; the connection was closed; check that a WWEP server listens at this port");
    }

    /** Returns the failure of the oldest request in flight after the stream ended. */
    WwepException endedBefore(WwepRequest request) {
        return new WwepConnectionLostException(
                settings.server() + " closed the connection before its reply to " + request + " was complete: "
                        + decoder.problem() + silentEnd(),
                null,
                Delivery.UNKNOWN);
    }

    /** Explains why a server may have closed a connection without sending anything. */
    private String silentEnd() {
        return isSecure() || transport.firstByte() >= 0
                ? "; see its log"
                : "; perhaps it accepts no more connections, or it speaks TLS at this port: then set the client up with"
                        + " tls(…)";
    }

    /** Returns what broke the connection while it was idle. */
    WwepException lostWhileIdle(IOException e) {
        return translateLateAlert(e, failures.lostWhileIdle(e));
    }

    /** Returns the server's late alert about the handshake as the failure, if there was one; otherwise this failure. */
    private WwepException translateLateAlert(IOException e, WwepException otherwise) {
        WwepTls tls = settings.tls();
        TlsTransport secured = transport.tls();
        WwepException late = tls != null && connection.exchanges() == 0 && secured != null
                ? Handshake.failedLate(e, tls, secured.engine(), settings)
                : null;
        return late == null ? otherwise : late;
    }

    /** After a failed write, reads why the server has closed the connection. */
    private IOException readPendingAlert(IOException e, long within) {
        if (!isSecure()) {
            return e;
        }
        try {
            byte[] ignored = new byte[ALERT_BYTES];
            var unused = transport.read(ignored, 0, ignored.length, System.nanoTime() + within);
            return e;
        } catch (IOException last) {
            return last;
        }
    }

    private boolean isSecure() {
        return transport.tls() != null;
    }
}
