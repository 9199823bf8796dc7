package io.wwep.examples.handshake;

import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepPorts;
import io.wwep.tls.HandshakeFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why a handshake failed, in the words of the client. */
final class FailureWording {

    /** The JDK's message, with the number as a signed byte; from Java 25 on, the alert that it sent comes first. */
    private static final Pattern UNKNOWN_ALERT =
            Pattern.compile("^(?:\\(\\w+\\) )?Unknown alert description \\((-?\\d{1,3})\\)");

    private FailureWording() {}

    static WwepConnectException of(HandshakeSettings settings, Exception e, boolean certificateAsked) {
        return new WwepConnectException(
                "the TLS handshake with " + settings.server() + " failed: " + reason(settings, e, certificateAsked),
                e,
                Phase.HANDSHAKE);
    }

    private static String reason(HandshakeSettings settings, Exception e, boolean certificateAsked) {
        if (e instanceof NotTlsException) {
            return "the server does not speak TLS on this port: " + e.getMessage() + "; use its TLS port ("
                    + WwepPorts.TLS + " is usual)";
        }
        HandshakeFailure failure = HandshakeFailure.of(e);
        if (failure.refusal() != null) {
            return failure.refusal();
        }
        if (failure.timedOut()) {
            return "it did not finish within " + settings.limit().toSeconds()
                    + " s; check whether the server is overloaded, serves another client, or does not speak TLS on this"
                    + " port";
        }
        if (failure.alert() != null) {
            return alerted(settings, failure.alert(), certificateAsked);
        }
        if (failure.ownFault() != null) {
            return "this client's " + failure.ownFault();
        }
        if (failure.cutOff()) {
            return "the server closed the connection; see its log, and check that it speaks TLS on this port ("
                    + WwepPorts.TLS + " is usual)";
        }
        Matcher unknown = UNKNOWN_ALERT.matcher(String.valueOf(e.getMessage()));
        if (unknown.find()) {
            int type = Integer.parseInt(unknown.group(1)) & 0xFF;
            return "the server ended it with an alert " + TlsNames.alert(type) + "; see its log";
        }
        return HandshakeStep.printable(e.getMessage() + "; see the server's log");
    }

    private static String alerted(HandshakeSettings settings, String alert, boolean certificateAsked) {
        String end = " (alert " + alert + ")";
        if (certificateAsked) {
            return "the server asked for a client certificate, and did not accept the answer" + end
                    + "; give an accepted one with --cert FILE and --key FILE";
        }
        return switch (alert) {
            case "handshake_failure", "insufficient_security" ->
                "the server accepts nothing that this side offered" + end + "; "
                        + HandshakeFailure.remedyForNothingInCommon();
            case "protocol_version" ->
                "the server accepts none of the protocols that this side offered" + end
                        + (settings.protocol() == null ? "" : "; leave out --tls-version, or give the other version");
            case "unrecognized_name" ->
                "the server does not know the name that this side asked for" + end
                        + "; dial it by a name that it knows, or give that with --expect-name NAME";
            default -> "the server ended it with the alert " + alert + "; see its log";
        };
    }
}
