package io.wwep.server;

import io.wwep.tls.HandshakeFailure;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What is wrong when a handshake fails, in one line: the cause, and what to do about it. */
final class HandshakeProblem {

    /** The JDK tells these cases apart by its texts alone. */
    private static final Pattern ALERT_OF_OURS = Pattern.compile("^\\(\\w+\\) ");

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

    /** The first byte is not that of a handshake. */
    static String noTls(int first) {
        return "RW\r\n".indexOf(first) >= 0
                ? "it speaks plain WWEP to the TLS port; have it speak TLS, or use the plain port"
                : String.format("what it speaks to the TLS port is not TLS (its first byte is %02X)", first);
    }

    /**
     * The JDK's complaint in plain words.
     *
     * @param alertInClear the number of the alert that the client sent in clear as its last words, if it did
     */
    static String describe(Exception problem, OptionalInt alertInClear) {
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
            return "the client closed the connection; see whether it gave up, such as at a time limit";
        }
        if (alertInClear.isPresent()) {
            return alerted(name(alertInClear.getAsInt()));
        }
        String text =
                ALERT_OF_OURS.matcher(String.valueOf(problem.getMessage())).replaceFirst("");
        if (text.contains("Empty client certificate chain")) {
            return "the client showed no certificate, and this server requires one; give the client one that leads to an"
                    + " authority trusted here, and its key";
        }
        if (text.contains("not accepted by server preferences") || text.contains("is not enabled or supported")) {
            return "there is no protocol in common: " + text + "; allow the client TLSv1.2 or TLSv1.3";
        }
        if (text.contains("no cipher suites in common")) {
            return "there is no cipher suite in common that goes with the server's key; allow the client more suites, or"
                    + " give the server a key of another kind";
        }
        return "what the client sent is not a TLS handshake: " + text;
    }

    private static String alerted(String alert) {
        if (ABOUT_CERTIFICATES.containsValue(alert)) {
            return "the client does not accept the server's certificate (its alert: " + alert
                    + "); have it trust the certificate's issuer, and expect a name that is in the certificate";
        }
        return NOTHING_IN_COMMON.containsValue(alert)
                ? "the client accepts none of the server's protocols and ciphers (its alert: " + alert + ")"
                : "the client ended it with the alert " + alert;
    }

    private static String name(int alert) {
        String name = ABOUT_CERTIFICATES.getOrDefault(alert, NOTHING_IN_COMMON.get(alert));
        return name == null ? "number " + alert : name;
    }
}
