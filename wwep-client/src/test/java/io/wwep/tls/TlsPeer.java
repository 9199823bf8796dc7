package io.wwep.tls;

import io.wwep.pki.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A TLS server of the JDK's own, on the loopback interface: it echoes one byte on each connection, and then closes it.
 * What it saw of each connection is to be had from {@link #seen()}.
 */
final class TlsPeer implements AutoCloseable {

    /**
     * What the server saw of a connection.
     *
     * @param names what the client sent as SNI
     * @param clientSubject null if the client showed no certificate
     * @param problem null if the handshake succeeded
     */
    record Seen(
            List<String> names,
            @Nullable String clientSubject,
            String protocol,
            @Nullable String problem) {}

    private static final int PATIENCE_MILLIS = 10_000;

    private final SSLServerSocket listener;
    private final Thread thread;
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    /** With this certificate and those that lead to its root. */
    TlsPeer(IssuedCertificate identity) {
        this(identity, null, parameters -> {});
    }

    /** With these settings, such as wanted client certificates or protocols. */
    TlsPeer(IssuedCertificate identity, @Nullable IssuedCertificate clientAuthority, Settings settings) {
        try {
            SSLContext context = clientAuthority == null ? identity.sslContext() : identity.sslContext(clientAuthority);
            listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            SSLParameters parameters = listener.getSSLParameters();
            settings.change(parameters);
            listener.setSSLParameters(parameters);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        thread = new Thread(this::serve, "tls-peer");
        thread.start();
    }

    @FunctionalInterface
    interface Settings {
        void change(SSLParameters parameters);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** One whole connection of a client that knows the server by this name: handshake, a byte there and back. */
    SSLSession talk(WwepTls tls, String host) throws IOException {
        return talk(tls, host, PATIENCE_MILLIS);
    }

    SSLSession talk(WwepTls tls, String host, int readTimeoutMillis) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port());
        try (SSLSocket socket = tls.over(plain, host)) {
            socket.setSoTimeout(readTimeoutMillis);
            socket.startHandshake();
            SSLSession session = socket.getSession();
            socket.getOutputStream().write('W');
            if (socket.getInputStream().read() != 'W') {
                throw new SSLException("no echo");
            }
            return session;
        }
    }

    /** What the server saw of the oldest connection not told of yet. */
    Seen seen() throws InterruptedException {
        Seen next = seen.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("nobody connected");
        }
        return next;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                seen.add(serve(socket));
            } catch (IOException e) {
                // Closed, by us or by the client.
            }
        }
    }

    private static Seen serve(SSLSocket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            socket.startHandshake();
            ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
            List<String> names = session.getRequestedServerNames().stream()
                    .map(name -> name instanceof SNIHostName host ? host.getAsciiName() : name.toString())
                    .toList();
            int request = socket.getInputStream().read();
            if (request >= 0) {
                socket.getOutputStream().write(request);
                socket.getInputStream().read(); // the client's close: none of its data is left to make a reset of ours
            }
            String subject = clientOf(session);
            return new Seen(names, subject, session.getProtocol(), null);
        } catch (IOException e) {
            return new Seen(List.of(), null, "", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String clientOf(SSLSession session) {
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
