package io.wwep.client.internal;

import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepPorts;
import io.wwep.tls.CertificateRequest;
import io.wwep.tls.HandshakeFailure;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The TLS handshake of a connection, within its time limit; explains each way it can fail. */
final class Handshake {

    private static final int ALERT_RECORD = 0x15;
    private static final int FIRST_RECORD_TYPE = 0x14;
    private static final int LAST_RECORD_TYPE = 0x17;

    /** A message that names more authorities helps nobody. */
    private static final int MOST_AUTHORITIES = 4;

    private static final Set<String> ABOUT_OUR_CERTIFICATE = Set.of(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "decrypt_error");

    private final Transport tcp;
    private final WwepTls tls;
    private final Settings settings;
    private final long until;
    private volatile @Nullable SSLEngine engine;
    private volatile @Nullable TlsTransport secured;
    private volatile @Nullable Throwable failure;

    /** Prepares a handshake over a connection, in the handshake phase of this deadline. */
    Handshake(Transport tcp, WwepTls tls, Settings settings, Deadline deadline) {
        this.tcp = tcp;
        this.tls = tls;
        this.settings = settings;
        until = System.nanoTime() + deadline.left(settings.limits().handshakeTimeout());
    }

    /** Returns the {@link System#nanoTime()} at which it fails if it is not complete. */
    long until() {
        return until;
    }

    boolean isOverdue() {
        return System.nanoTime() - until >= 0;
    }

    /**
     * Continues the handshake, and returns what it waits for next.
     *
     * @param waits whether to wait for the server
     */
    Handshaking step(boolean waits) throws IOException {
        Throwable failed = failure;
        if (failed instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed instanceof IOException known) {
            throw known;
        }
        TlsTransport begun = secured;
        if (begun == null) {
            return Handshaking.TASKS;
        }
        Handshaking next = begun.handshake(waits ? until : System.nanoTime());
        if ((next == Handshaking.INPUT || next == Handshaking.ROOM) && (waits || isOverdue())) {
            throw overdue();
        }
        return next;
    }

    /** Returns the failure of an overdue handshake. */
    static SocketTimeoutException overdue() {
        return new SocketTimeoutException("the handshake did not finish in time");
    }

    /** Does the slow work, which may block: reads files, creates keys, checks the server's certificate. */
    void work() {
        try {
            TlsTransport begun = secured;
            if (begun == null) {
                Duration limit = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
                SSLEngine client =
                        tls.engine(settings.address().host(), settings.address().port(), limit, tcp::isOpen);
                engine = client;
                TlsTransport created = new TlsTransport(tcp, client);
                created.beginHandshake();
                secured = created;
            } else {
                begun.runTasks();
            }
        } catch (IOException | RuntimeException | Error e) { // the next step must get it
            failure = e;
        }
    }

    /** Returns TLS over the connection, once the handshake is complete. */
    TlsTransport secured() {
        return Objects.requireNonNull(secured);
    }

    /** Explains why a handshake failed, and what to do about it. */
    WwepConnectException failed(Exception e, Deadline deadline) {
        return failure(settings, reason(e, deadline), e);
    }

    /**
     * Explains why the first exchange on a connection failed, if the cause is the server's late alert about the handshake: in
     * TLS 1.3, the client finishes the handshake before the server has checked the client's certificate. A server that sends such
     * an alert has not carried out any request.
     */
    static @Nullable WwepConnectException failedLate(IOException e, WwepTls tls, SSLEngine engine, Settings settings) {
        String alert = HandshakeFailure.of(e).alert();
        return alert != null && ABOUT_OUR_CERTIFICATE.contains(alert)
                ? failure(settings, aboutOurCertificate(alert, request(tls, engine)), e)
                : null;
    }

    /** Returns the failure if a server that answered plain WWEP with this first byte speaks TLS; otherwise null. */
    static @Nullable WwepConnectException missing(int firstByte, Settings settings) {
        return firstByte != ALERT_RECORD
                ? null
                : new WwepConnectException(
                        settings.server() + " speaks TLS, but this client does not; set it up with tls(…), or use the"
                                + " server's plain port (" + WwepPorts.PLAIN + " is usual)",
                        null,
                        Phase.HANDSHAKE);
    }

    private static WwepConnectException failure(Settings settings, String reason, Exception cause) {
        return new WwepConnectException(
                "the TLS handshake with " + settings.server() + " failed: " + reason, cause, Phase.HANDSHAKE);
    }

    private String reason(Exception e, Deadline deadline) {
        HandshakeFailure failure = HandshakeFailure.of(e);
        if (failure.refusal() != null) {
            return failure.refusal() + remedyForForeignTrust(failure.refusal());
        }
        if (engine == null && e instanceof RuntimeException) {
            return "TLS could not be set up: " + (e.getMessage() == null ? e : e.getMessage())
                    + "; check what was given to of(…)";
        }
        int first = tcp.firstByte();
        if (first >= 0 && (first < FIRST_RECORD_TYPE || first > LAST_RECORD_TYPE)) {
            return notTls(first);
        }
        if (failure.timedOut()) {
            return "it did not finish within "
                    + deadline.limit(settings.limits().handshakeTimeout()) + " ("
                    + deadline.breakdown()
                    + "); check whether the server is overloaded, serves another client, or does not speak TLS at this port";
        }
        if (failure.alert() != null) {
            return alerted(failure.alert());
        }
        if (failure.ownFault() != null) {
            return "this client's " + failure.ownFault();
        }
        if (failure.cutOff()) {
            return "the server closed the connection; see its log, and check that it speaks TLS at this port ("
                    + WwepPorts.TLS + " is usual)";
        }
        return e.getMessage() + "; this side offered " + offer();
    }

    /** Failures of our own trust checks name the remedy; those of a given SSLContext are recognized by the JDK's messages. */
    private static String remedyForForeignTrust(String message) {
        if (message.contains("unable to find valid certification path")) {
            return "; have the SSLContext that was given to of(…) trust the authority of the server's certificate";
        }
        return message.startsWith("No subject alternative") || message.startsWith("No name matching")
                ? "; if this is the right server all the same, give the name in its certificate with expectingName(…)"
                : "";
    }

    private static String notTls(int first) {
        String remedy = "; use its TLS port (" + WwepPorts.TLS + " is usual), or leave tls(…) out";
        return first == 'X' || first == 'A'
                ? "the server speaks plain WWEP at this port, not TLS" + remedy
                : "what the server speaks at this port is not TLS" + remedy;
    }

    private String alerted(String alert) {
        CertificateRequest request = request(tls, engine);
        if (request != null || ABOUT_OUR_CERTIFICATE.contains(alert)) {
            // By the time a server requests a certificate, it has agreed to everything else.
            return aboutOurCertificate(alert, request);
        }
        return switch (alert) {
            case "handshake_failure", "insufficient_security" ->
                "the server accepts nothing that this side offered, " + offer() + " (alert " + alert
                        + "); see what it accepts, and allow that with protocols(…) and ciphers(…); "
                        + HandshakeFailure.remedyForNothingInCommon();
            case "protocol_version" ->
                "the server accepts none of the protocols that this side offered, " + protocols()
                        + "; allow one that it accepts with protocols(…) (alert " + alert + ")";
            case "unrecognized_name" ->
                "the server does not know the name " + settings.address().host()
                        + "; dial it by a name that it knows, or give that with expectingName(…) (alert " + alert + ")";
            case "internal_error" ->
                "the server had an internal error (alert internal_error), such as an RSA key too short for TLS 1.3; see its"
                        + " log";
            default -> "the server ended it with the alert " + alert + "; see its log";
        };
    }

    /** Explains why a server ended the handshake with this alert, which is probably about the client certificate. */
    private static String aboutOurCertificate(String alert, @Nullable CertificateRequest request) {
        String end = " (alert " + alert + ")";
        if (request == null) {
            return "the server requires a client certificate, or did not accept the one that it got" + end;
        }
        String issuers =
                request.authorities().isEmpty() || request.authorities().size() > MOST_AUTHORITIES
                        ? ""
                        : " by " + String.join(" or ", request.authorities());
        return switch (request.answer()) {
            case SHOWN ->
                "the server did not accept this client's certificate" + end
                        + "; give one that is valid and was issued by an authority that the server trusts, and the"
                        + " intermediate certificates, with identity(…)";
            case NONE_SUITS ->
                "the server requires a client certificate" + issuers + end
                        + ", and this client's does not chain to it; give one that does, and the intermediate certificates,"
                        + " with identity(…)";
            case NONE ->
                "the server requires a client certificate" + issuers + end
                        + "; give one, and its key, with identity(…)";
        };
    }

    private static @Nullable CertificateRequest request(WwepTls tls, @Nullable SSLEngine engine) {
        return engine == null ? null : tls.certificateRequest(engine).orElse(null);
    }

    private String offer() {
        if (engine == null) {
            return "nothing";
        }
        List<String> ciphers = List.of(engine.getEnabledCipherSuites());
        return protocols() + " with " + (ciphers.size() > 4 ? ciphers.size() + " cipher suites" : ciphers);
    }

    private List<String> protocols() {
        return engine == null ? List.of() : List.of(engine.getEnabledProtocols());
    }
}
