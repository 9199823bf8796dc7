package io.wwep.tls;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies a failed handshake by the JDK's exception, some of whose details are only in its message.
 *
 * @param refusal why this side rejected the peer's certificates, or null if it did not; with trust from {@link WwepTls} the
 * text contains the remedy
 * @param alert the name of the alert by which the other side ended it, such as {@code unknown_ca}, or null if it sent none
 * @param timedOut whether it ran out of time
 * @param ownFault the fault on this side, with the remedy, to be read after "this client's" or "this server's"; or null if
 * there is none
 * @param cutOff whether the other side closed or reset the connection, without an alert
 */
public record HandshakeFailure(
        @Nullable String refusal,
        @Nullable String alert,
        @Nullable String ownFault,
        boolean timedOut,
        boolean cutOff) {

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    private static final Pattern CHAIN_TOO_LONG =
            Pattern.compile("certificate chain length \\(\\d+\\) exceeds the maximum allowed length \\((\\d+)\\)");
    private static final Pattern MESSAGE_TOO_LONG =
            Pattern.compile("handshake message \\((\\d+)\\) exceeds the maximum allowed size \\((\\d+)\\)");

    /**
     * {@return the failure described by an exception and its causes}
     *
     * @param problem the exception of the handshake, or of the first read after it, which a late alert ends
     */
    public static HandshakeFailure of(Exception problem) {
        Objects.requireNonNull(problem, "problem");
        CertificateException refused = CertificateProblem.find(problem, CertificateException.class);
        SSLException tls = CertificateProblem.find(problem, SSLException.class);
        String text = tls == null ? "" : String.valueOf(tls.getMessage());
        Matcher alert = ALERT.matcher(text);
        boolean gone = CertificateProblem.find(problem, EOFException.class) != null
                || CertificateProblem.find(problem, SocketException.class) != null
                || text.contains("close_notify during handshake");
        return new HandshakeFailure(
                refusal(refused, text),
                alert.find() ? alert.group(1) : null,
                text.contains("No supported CertificateVerify signature algorithm")
                        ? "key cannot sign in TLS 1.3, as RSA of 522 bits or less cannot: it is too short; make one of 2048 ("
                                + KeyDescription.RSA_KEY + "), and have a certificate issued for it"
                        : null,
                CertificateProblem.find(problem, SocketTimeoutException.class) != null,
                gone);
    }

    private static @Nullable String refusal(@Nullable CertificateException refused, String text) {
        if (refused != null) {
            return text.contains("Failed to parse ")
                    ? CertificateProblem.unreadable(refused)
                    : String.valueOf(refused.getMessage());
        }
        if (text.contains("Empty server certificate chain")) {
            return "the peer sent no certificate; give it one, and its key";
        }
        Matcher chain = CHAIN_TOO_LONG.matcher(text);
        if (chain.find()) {
            return "the peer sent more than the " + chain.group(1)
                    + " certificates that Java accepts; have it send only its"
                    + " own and the intermediate ones, or start Java with -Djdk.tls.maxCertificateChainLength=NUMBER";
        }
        Matcher message = MESSAGE_TOO_LONG.matcher(text);
        return message.find()
                ? "the peer sent " + message.group(1)
                        + " bytes in one message, most likely its certificates, and that is more"
                        + " than the " + message.group(2)
                        + " bytes that Java accepts; give it a certificate with fewer names, or"
                        + " start Java with -Djdk.tls.maxHandshakeMessageSize=BYTES"
                : null;
    }

    /**
     * {@return further advice if the peer accepts none of the offered protocols and cipher suites: its key may be the
     * reason, or this JVM's security settings} The peer does not say which.
     */
    public static String remedyForNothingInCommon() {
        return "if its key is on a curve that Java cannot use, such as secp256k1 or brainpoolP256r1, make one "
                + KeyDescription.P256_KEY + ", and have a certificate issued for it"
                + remedyForStaticRsa().map(remedy -> "; " + remedy).orElse("");
    }

    /**
     * Returns further advice if this JVM has disabled the cipher suites with RSA key exchange, as JDK 24 and later do; empty
     * otherwise.
     */
    static Optional<String> remedyForStaticRsa() {
        return DisabledAlgorithms.includesStaticRsa()
                ? Optional.of(
                        "if it has only suites named TLS_RSA_..., which this Java has switched off, start Java with"
                                + " -Djava.security.properties=FILE, in which jdk.tls.disabledAlgorithms is as in Java's own file"
                                + " conf/security/java.security but without TLS_RSA_*")
                : Optional.empty();
    }
}
