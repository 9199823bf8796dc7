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

/** What a TLS listener does first on each connection: agrees with the client on keys, and finds out who it is. */
final class Handshake {

    /** Whether clients are asked who they are. A certificate that is shown must be good in any case. */
    enum ClientCertificates {
        NOT_ASKED,
        WANTED,
        REQUIRED
    }

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.server");

    /** A fatal alert, unexpected_message, as a record in clear: what TLS answers to what is no TLS. */
    private static final byte[] NO_TLS = {0x15, 3, 3, 0, 2, 2, 10};

    /** From where on a problem's text may depend on what the client has sent. */
    private static final Pattern DETAIL = Pattern.compile(":| \\(");

    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final Supplier<SSLContext> contexts;
    private final ClientCertificates clients;
    private final int limitMillis;
    private final TroubleLog troubles;

    /**
     * The same for all connections of a listener.
     *
     * @param contexts is asked for each connection, because certificates may be replaced
     * @param limitMillis for a whole handshake
     */
    Handshake(Supplier<SSLContext> contexts, ClientCertificates clients, int limitMillis, TroubleLog troubles) {
        this.contexts = contexts;
        this.clients = clients;
        this.limitMillis = limitMillis;
        this.troubles = troubles;
    }

    int limitMillis() {
        return limitMillis;
    }

    /** Takes a connection through it. False: it failed; that is in the log, and the client was told if it can be. */
    boolean succeeds(Connection connection) {
        SocketUnderTls socket = (SocketUnderTls) connection.socket(); // as all that a TLS listener accepts
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        connection.watch(limitMillis);
        try {
            socket.setSoTimeout(limitMillis);
            int first = socket.getInputStream().read();
            if (first < 0) {
                LOG.debug("{} brought nothing: somebody looked whether the port is open", connection);
                return false;
            }
            if (first != Connection.TLS_HANDSHAKE) {
                refuse(connection, HandshakeProblem.noTls(first), end);
                return false;
            }
            SSLSocket tls = over(socket, first);
            tls.startHandshake();
            socket.establish();
            connection.secure(tls, subject(tls));
            return true;
        } catch (IOException e) {
            LOG.debug("{} failed in the TLS handshake", connection, e);
            if (System.nanoTime() - end >= 0) {
                warn(connection, "it did not finish within " + limitMillis + " ms");
            } else if (socket.hasReceived() && !connection.isClosed()) {
                warn(connection, HandshakeProblem.describe(e, socket.alert()));
                connection.linger(Connection.millisUntil(end)); // an alert is on its way
            }
            return false;
        } finally {
            connection.unwatch();
        }
    }

    private void refuse(Connection connection, String why, long end) throws IOException {
        warn(connection, why);
        connection.socket().getOutputStream().write(NO_TLS);
        connection.linger(Connection.millisUntil(end));
    }

    private void warn(Connection connection, String why) {
        Matcher detail = DETAIL.matcher(why);
        int end = detail.find() ? detail.start() : why.length();
        troubles.warn(connection, "failed in the TLS handshake: " + why.substring(0, end), why.substring(end));
    }

    /**
     * TLS that leaves it to us to close the socket below. Its own close may wait behind a write, and comes without regard
     * for unread input, which makes it a reset: that can take an alert away.
     */
    private SSLSocket over(Socket socket, int first) throws IOException {
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

    /** The subject of the client's certificate, or null if it showed none. */
    private @Nullable String subject(SSLSocket tls) {
        if (clients == ClientCertificates.NOT_ASKED) {
            return null;
        }
        try {
            // An issuer may put anything into a subject, line ends too. RFC 2253 has an escape for every byte.
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
