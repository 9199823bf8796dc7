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
 * What the JDK's exception tells of a failed handshake. Part of it is in the exception's text alone.
 *
 * @param refusal why this side did not accept the other's certificates, or null if it is not that; with trust from
 *     {@link WwepTls} the text says what to do
 * @param alert the name of the alert by which the other side ended it, such as {@code unknown_ca}, or null if it sent none
 * @param timedOut whether it ran out of time
 * @param ownFault what of this side's own made it fail, and what to do; to be read after "this client's" or "this
 *     server's"; or null if it is not that
 * @param cutOff whether the other side closed or reset the connection, without an alert
 */
public record HandshakeFailure(
        @Nullable String refusal,
        @Nullable String alert,
        @Nullable String ownFault,
        boolean timedOut,
        boolean cutOff) {

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /**
     * {@return what an exception and its causes tell}
     *
     * @param problem what the handshake threw, or the first read after it, which a late alert ends
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
                refused == null ? null : String.valueOf(refused.getMessage()),
                alert.find() ? alert.group(1) : null,
                text.contains("No supported CertificateVerify signature algorithm")
                        ? "key cannot sign in TLS 1.3, as RSA of 522 bits or less cannot: it is too short; make one of 2048 ("
                                + KeyDescription.RSA_KEY + "), and have a certificate issued for it"
                        : null,
                CertificateProblem.find(problem, SocketTimeoutException.class) != null,
                gone);
    }

    /**
     * {@return what to do besides if the other side accepts none of the cipher suites that this side offers, since this JVM has
     * switched off those with RSA key exchange, as JDK 24 and later do} Empty if it has not.
     */
    public static Optional<String> remedyForStaticRsa() {
        return DisabledAlgorithms.includesStaticRsa()
                ? Optional.of(
                        "if it has only suites named TLS_RSA_..., which this Java has switched off, start Java with"
                                + " -Djava.security.properties=FILE, in which jdk.tls.disabledAlgorithms is as in Java's own file"
                                + " conf/security/java.security but without TLS_RSA_*")
                : Optional.empty();
    }
}
