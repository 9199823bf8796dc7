package io.wwep.client.internal;

import io.wwep.client.LossCause;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepCancelledException;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Creates the exceptions of failed calls. */
final class Failures {

    private static final String UNKNOWN =
            "; whether the server carried out the request is unknown; check whether it is overloaded or"
                    + " serves another client, or wait longer with replyTimeout(…) and deadline(…)";

    private final String server;
    private final Duration replyTimeout;

    Failures(Settings settings) {
        this.server = settings.server();
        this.replyTimeout = settings.limits().replyTimeout();
    }

    /** Explains why a lookup failed: because the name has no address, or because the resolver itself failed. */
    static String lookupFailed(String host, UnknownHostException unknown) {
        Throwable cause = unknown.getCause();
        if (cause != null && !(cause instanceof UnknownHostException)) {
            return host + " could not be looked up: the resolver failed: " + cause;
        }
        int scope = host.indexOf('%');
        if (scope < 0) {
            return "the name " + host + " has no address; check its spelling and the name service, or give an address"
                    + " instead";
        }
        String network = host.substring(scope + 1);
        return host + " cannot be reached: "
                + (exists(network)
                        ? "the network interface " + network
                                + " has no IPv6 address of that scope; name the interface in" + " the server's network"
                        : "this machine has no network interface " + network
                                + " at the moment; list its interfaces, and bring this one up or name another");
    }

    private static boolean exists(String network) {
        try {
            return NetworkInterface.getByName(network) != null;
        } catch (SocketException e) {
            return false; // the system cannot list its interfaces
        }
    }

    /** Returns how to count a connection that was lost for this cause, other than because the client was closed. */
    static LossCause lossCause(WwepException cause) {
        if (cause instanceof WwepTimeoutException) {
            return LossCause.TIMED_OUT;
        }
        if (cause instanceof WwepProtocolException) {
            return LossCause.PROTOCOL_ERROR;
        }
        if (cause instanceof WwepConnectException) {
            return LossCause.HANDSHAKE_FAILED;
        }
        if (cause instanceof WwepConnectionLostException && cause.getCause() == null) {
            return LossCause.CLOSED;
        }
        boolean broke = cause instanceof WwepConnectionLostException && cause.getCause() instanceof IOException;
        return broke ? LossCause.BROKEN : LossCause.ABORTED; // by an interrupt or an unexpected error
    }

    WwepTimeoutException outOfTime(Object what, Deadline deadline) {
        return new WwepTimeoutException(
                "no time left for " + what + " to " + server + " within " + deadline.limit() + ": "
                        + deadline.breakdown()
                        + "; it was not sent; give calls more time with deadline(…), or have fewer at once",
                null,
                deadline.phase(),
                Delivery.NOT_SENT);
    }

    /** Returns the failure of a call whose deadline passed after it was sent, on a connection that others may still use. */
    WwepTimeoutException outOfTimeInFlight(WwepRequest request, Deadline deadline) {
        return new WwepTimeoutException(
                "no reply from " + server + " to " + request + " within " + deadline.limit() + ": "
                        + deadline.breakdown()
                        + UNKNOWN,
                null,
                deadline.phase(),
                Delivery.UNKNOWN);
    }

    WwepInterruptedException interruptedBefore(Object what, @Nullable InterruptedException cause) {
        return new WwepInterruptedException(
                "interrupted before " + what + " was sent to " + server, cause, Delivery.NOT_SENT);
    }

    WwepInterruptedException interruptedInFlight(WwepRequest request) {
        return new WwepInterruptedException(
                "interrupted during the exchange of " + request + " with " + server
                        + "; its reply will be dropped when it comes",
                null,
                Delivery.UNKNOWN);
    }

    /** Returns the failure of a call whose future the application has ended. */
    WwepCancelledException cancelled(WwepRequest request, boolean sent) {
        return new WwepCancelledException(
                "the future of " + request + " to " + server + " was canceled or completed by the application "
                        + (sent ? "before the reply came; that will be dropped" : "before the request was sent"),
                null,
                sent ? Delivery.UNKNOWN : Delivery.NOT_SENT);
    }

    /** Returns the failure of the requests of a batch that were not sent before it failed. */
    WwepException unsentOfBatch(WwepException cause) {
        String message = "not sent to " + server + ", because the batch failed earlier: " + cause.getMessage();
        if (cause instanceof WwepTimeoutException timeout) {
            return new WwepTimeoutException(message, cause, timeout.phase(), Delivery.NOT_SENT);
        }
        return cause instanceof WwepInterruptedException
                ? new WwepInterruptedException(message, cause, Delivery.NOT_SENT)
                : new WwepConnectionLostException(message, cause, Delivery.NOT_SENT);
    }

    /** Returns why a connection broke while nothing was in flight on it. */
    WwepConnectionLostException lostWhileIdle(IOException cause) {
        return new WwepConnectionLostException(
                "the connection to " + server + " broke while it was idle: " + cause.getMessage()
                        + "; see the server's log",
                cause,
                Delivery.NOT_SENT);
    }

    /** Returns why an idle connection failed its validation by a read. */
    WwepException notValidated(WwepRequest read, IOException cause, Deadline deadline) {
        if (cause instanceof WwepException notAReply) {
            return notAReply;
        }
        if (Thread.currentThread().isInterrupted()) {
            return lost(read, cause, Delivery.UNKNOWN, true);
        }
        return cause instanceof SocketTimeoutException
                ? new WwepTimeoutException(
                        "no complete reply from " + server + " to " + read
                                + ", which validates the idle connection, within "
                                + deadline.passed(Phase.REPLY, replyTimeout) + "; the connection was closed",
                        cause,
                        Phase.REPLY,
                        Delivery.UNKNOWN)
                : lostWhileIdle(cause);
    }

    /** Returns why a connection ends on which the server, with TLS 1.2, has begun another handshake. */
    static SSLException renegotiation() {
        return new SSLException(
                "the server asked to renegotiate TLS on an open connection, which this client does not do;"
                        + " have the server stop renegotiating, or allow TLS 1.3 on both sides");
    }

    /** Returns the failure of a connection on which unrequested bytes arrived. */
    WwepProtocolException unexpectedData() {
        return new WwepProtocolException(
                server + " sent bytes that were not requested; the connection was closed, since the"
                        + " next reply could not be told apart from them; see the server's log");
    }

    /** Returns the failure of a call whose reply did not come in time, which ends the connection. */
    WwepTimeoutException overdue(WwepRequest request, String seen, IOException cause, Deadline deadline) {
        return new WwepTimeoutException(
                "no complete reply from " + server + " to " + request + " within " + deadline.passed(replyTimeout)
                        + seen
                        + ": "
                        + deadline.breakdown()
                        + "; the connection was closed" + UNKNOWN,
                cause,
                deadline.phase(),
                Delivery.UNKNOWN);
    }

    /** Returns the failure of a call whose connection broke or was ended by an interrupt. */
    WwepException lost(WwepRequest request, IOException cause, Delivery delivery, boolean interrupted) {
        if (interrupted) {
            return new WwepInterruptedException(
                    "interrupted during the exchange of " + request + "; the connection was closed", cause, delivery);
        }
        return new WwepConnectionLostException(
                "the connection to " + server + " broke "
                        + (delivery == Delivery.NOT_SENT ? "before " + request + " was sent" : "during " + request)
                        + ": " + cause.getMessage() + "; see the server's log",
                cause,
                delivery);
    }

    WwepConnectionLostException closedDuring(WwepRequest request) {
        return new WwepConnectionLostException(
                "the client was closed during the exchange of " + request, null, Delivery.UNKNOWN);
    }

    WwepConnectionLostException closed(Object what) {
        return new WwepConnectionLostException(
                "the client is closed; " + what + " was not sent", null, Delivery.NOT_SENT);
    }

    WwepConnectionLostException unexpected(Throwable e) {
        return new WwepConnectionLostException(
                "the exchange failed with an unexpected error: " + e, e, Delivery.UNKNOWN);
    }

    /** Returns the failure of a connection that was in use when the client was closed. */
    WwepConnectionLostException closedUnderWay() {
        return new WwepConnectionLostException("the client was closed", null, Delivery.UNKNOWN);
    }

    /**
     * Returns the failure of a call that lost its connection.
     *
     * @param victim the call that failed for this cause; the failures of the others say whether those were sent
     */
    WwepException lostWith(Call call, Call victim, WwepException cause) {
        if (call == victim) {
            return cause;
        }
        if (cause instanceof WwepConnectException connect) {
            // The server accepts nothing from this client, so not this request either.
            return new WwepConnectException(String.valueOf(cause.getMessage()), cause, connect.phase());
        }
        boolean sent = call.isInFlight();
        return new WwepConnectionLostException(
                "the connection to " + server + " was abandoned before "
                        + (sent ? "the reply to " + call.current() + " came" : call.current() + " was sent") + ": "
                        + cause.getMessage(),
                cause,
                sent ? Delivery.UNKNOWN : Delivery.NOT_SENT);
    }
}
