package io.wwep.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs the TLS handshake on a new connection, and identifies the client. */
final class Handshake {

    /** Whether clients are asked for a certificate. A certificate that is sent must be valid in any case. */
    enum ClientCertificates {
        NOT_ASKED,
        WANTED,
        REQUIRED
    }

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /** A fatal unexpected_message alert as a plaintext record, sent in answer to bytes that are not TLS. */
    private static final byte[] UNEXPECTED_MESSAGE_ALERT = {0x15, 3, 3, 0, 2, 2, 10};

    /** Begins the part of a problem's text that may depend on client input. */
    private static final Pattern DETAIL = Pattern.compile(":| \\(");

    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final Supplier<SSLContext> contexts;
    private final ClientCertificates clients;
    private final int limitMillis;
    private final RateLimitedLog log;

    /**
     * Creates the handshake of a listener, which all its connections share.
     *
     * @param contexts called for each connection, because certificates may be replaced
     * @param limitMillis the limit for a whole handshake
     */
    Handshake(Supplier<SSLContext> contexts, ClientCertificates clients, int limitMillis, RateLimitedLog log) {
        this.contexts = contexts;
        this.clients = clients;
        this.limitMillis = limitMillis;
        this.log = log;
    }

    int limitMillis() {
        return limitMillis;
    }

    /** Performs the handshake. Returns false if it fails, after logging why and alerting the client if possible. */
    boolean perform(Connection connection) {
        TlsTransportSocket socket = (TlsTransportSocket) connection.socket(); // the TLS listener accepts no others
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        connection.deadline().arm(limitMillis);
        try {
            socket.setSoTimeout(limitMillis);
            int first = socket.getInputStream().read();
            if (first < 0) {
                LOG.debug("{} sent nothing: probably a port check", connection);
                return false;
            }
            if (first != Connection.TLS_HANDSHAKE) {
                refuse(connection, HandshakeProblem.notTls(first), end);
                return false;
            }
            SSLSocket tls = wrap(socket, first);
            tls.startHandshake();
            socket.markEstablished();
            connection.secure(tls, subject(tls));
            return true;
        } catch (IOException e) {
            LOG.debug("{} failed in the TLS handshake", connection, e);
            if (System.nanoTime() - end >= 0) {
                warn(connection, "it did not finish within " + limitMillis + " ms");
            } else if (socket.hasReceived() && !connection.isClosed()) {
                warn(connection, HandshakeProblem.describe(e, socket.alert()));
                connection.linger(Deadline.millisUntil(end)); // an alert is on its way
            }
            return false;
        } finally {
            connection.deadline().disarm();
        }
    }

    private void refuse(Connection connection, String why, long end) throws IOException {
        warn(connection, why);
        connection.socket().getOutputStream().write(UNEXPECTED_MESSAGE_ALERT);
        connection.linger(Deadline.millisUntil(end));
    }

    private void warn(Connection connection, String why) {
        Matcher detail = DETAIL.matcher(why);
        int end = detail.find() ? detail.start() : why.length();
        log.warn(connection, "failed in the TLS handshake: " + why.substring(0, end), why.substring(end));
    }

    /**
     * Wraps the socket in TLS that does not close it. The JDK's own close may block on a pending write, and ignores
     * unread input, so it can reset the connection and destroy an alert.
     */
    private SSLSocket wrap(Socket socket, int first) throws IOException {
        SSLSocket tls = (SSLSocket) contexts.get()
                .getSocketFactory()
                .createSocket(socket, new ByteArrayInputStream(new byte[] {(byte) first}), false);
        switch (clients) {
            case NOT_ASKED -> tls.setNeedClientAuth(false);
            case WANTED -> tls.setWantClientAuth(true);
            case REQUIRED -> tls.setNeedClientAuth(true);
        }
        return tls;
    }

    /** Returns the subject of the client's certificate, or null if it sent none. */
    private @Nullable String subject(SSLSocket tls) {
        if (clients == ClientCertificates.NOT_ASKED) {
            return null;
        }
        try {
            // A subject may contain anything, even line ends. RFC 2253 can escape every byte.
            return NOT_PRINTABLE
                    .matcher(tls.getSession().getPeerPrincipal().getName())
                    .replaceAll(unprintable -> HexFormat.ofDelimiter("")
                            .withPrefix("\\\\")
                            .withUpperCase()
                            .formatHex(unprintable.group().getBytes(StandardCharsets.UTF_8)));
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
