package io.wwep.server;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong when a handshake fails, in one line: the cause, and what to do about it. */
final class HandshakeProblem {

    /** The JDK tells these cases apart by its texts alone. */
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private static final Pattern ALERT_OF_OURS = Pattern.compile("^\\(\\w+\\) ");

    private static final Set<String> ABOUT_CERTIFICATES = Set.of(
            "unknown_ca",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown");

    private static final Set<String> NOTHING_IN_COMMON =
            Set.of("protocol_version", "handshake_failure", "insufficient_security");

    private HandshakeProblem() {}

    /** The first byte is not that of a handshake. */
    static String noTls(int first) {
        return "RW\r\n".indexOf(first) >= 0
                ? "it speaks plain WWEP to the TLS port; have it speak TLS, or use the plain port"
                : String.format("what it speaks to the TLS port is no TLS (its first byte is %02X)", first);
    }

    static String describe(Exception problem) {
        CertificateException refused = find(problem, CertificateException.class);
        if (refused != null) {
            return "its client certificate was not taken: " + refused.getMessage();
        }
        if (find(problem, EOFException.class) != null || find(problem, SocketException.class) != null) {
            return "the client cut it off; see whether it gave up for a reason of its own, such as a time limit";
        }
        String message = String.valueOf(problem.getMessage());
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            return alerted(alert.group(1));
        }
        String text = ALERT_OF_OURS.matcher(message).replaceFirst("");
        if (text.contains("Empty client certificate chain")) {
            return "the client showed no certificate, and this server requires one; give the client one, and its key";
        }
        if (text.contains("not accepted by server preferences") || text.contains("is not enabled or supported")) {
            return "there is no protocol in common: " + text + "; allow the client TLSv1.2 or TLSv1.3";
        }
        if (text.contains("no cipher suites in common")) {
            return "there is no cipher suite in common that goes with the server's key; allow the client more suites, or"
                    + " give the server a key of another kind";
        }
        if (text.contains("close_notify during handshake")) {
            return "the client ended it";
        }
        return "what the client sent is no TLS handshake: " + text;
    }

    private static String alerted(String alert) {
        if (ABOUT_CERTIFICATES.contains(alert)) {
            return "the client does not take the server's certificate (its alert: " + alert
                    + "); have it trust the certificate's issuer, and expect a name that is in the certificate";
        }
        return NOTHING_IN_COMMON.contains(alert)
                ? "the client takes none of the server's protocols and ciphers (its alert: " + alert + ")"
                : "the client ended it with the alert " + alert;
    }

    private static <T extends Throwable> @Nullable T find(Throwable problem, Class<T> type) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
