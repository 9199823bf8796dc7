package io.wwep.server;

import io.wwep.tls.HandshakeFailure;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Describes a failed handshake in one line: the cause, and what to do about it. */
final class HandshakeProblem {

    /** The alert name that the JDK puts before its own messages. */
    private static final Pattern OWN_ALERT = Pattern.compile("^\\(\\w+\\) ");

    private static final Map<Integer, String> ABOUT_CERTIFICATES = Map.of(
            42, "bad_certificate",
            43, "unsupported_certificate",
            44, "certificate_revoked",
            45, "certificate_expired",
            46, "certificate_unknown",
            48, "unknown_ca");

    private static final Map<Integer, String> NOTHING_IN_COMMON =
            Map.of(40, "handshake_failure", 70, "protocol_version", 71, "insufficient_security");

    private HandshakeProblem() {}

    /** Describes a first byte that does not begin a TLS handshake. */
    static String notTls(int first) {
        return "RW\r\n".indexOf(first) >= 0
                ? "the client speaks plain WWEP on the TLS port; turn TLS on in the client, or use the plain port"
                : String.format("the client does not speak TLS (its first byte is %02X)", first);
    }

    /**
     * Translates the JDK's exception into plain words.
     *
     * @param plaintextAlert the number of the plaintext alert that the client sent last, if any
     */
    static String describe(Exception problem, OptionalInt plaintextAlert) {
        HandshakeFailure failure = HandshakeFailure.of(problem);
        if (failure.refusal() != null) {
            return "its client certificate was not accepted: " + failure.refusal();
        }
        if (failure.ownFault() != null) {
            return "this server's " + failure.ownFault();
        }
        if (failure.alert() != null) {
            return alerted(failure.alert());
        }
        if (failure.cutOff()) {
            return "the client closed the connection; check whether it gave up, for example at a time limit";
        }
        if (plaintextAlert.isPresent()) {
            return alerted(name(plaintextAlert.getAsInt()));
        }
        String text = OWN_ALERT.matcher(String.valueOf(problem.getMessage())).replaceFirst("");
        if (text.contains("Empty client certificate chain")) {
            return "the client sent no certificate, but this server requires one; give the client a certificate from a"
                    + " trusted authority, and its key";
        }
        if (text.contains("not accepted by server preferences") || text.contains("is not enabled or supported")) {
            return "there is no protocol in common: " + text + "; enable TLSv1.2 or TLSv1.3 in the client";
        }
        if (text.contains("no cipher suites in common")) {
            return "there is no cipher suite in common for the server's key; enable more suites in the client, or give the"
                    + " server a key of another type";
        }
        return "what the client sent is not a TLS handshake: " + text;
    }

    private static String alerted(String alert) {
        if (ABOUT_CERTIFICATES.containsValue(alert)) {
            return "the client does not accept the server's certificate (its alert: " + alert
                    + "); make it trust the certificate's issuer, and connect by a name in the certificate";
        }
        return NOTHING_IN_COMMON.containsValue(alert)
                ? "the client accepts none of the server's protocols and cipher suites (its alert: " + alert + ")"
                : "the client aborted the handshake with the alert " + alert;
    }

    private static String name(int alert) {
        String name = ABOUT_CERTIFICATES.getOrDefault(alert, NOTHING_IN_COMMON.get(alert));
        return name == null ? "number " + alert : name;
    }
}
