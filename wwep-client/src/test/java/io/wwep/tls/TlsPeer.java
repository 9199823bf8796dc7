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
 * A JDK TLS server on the loopback interface that echoes one byte on each connection and closes it. {@link #seen()}
 * returns what it saw of each connection.
 */
final class TlsPeer implements AutoCloseable {

    /**
     * The server's view of a connection.
     *
     * @param names the names that the client sent as SNI
     * @param clientSubject null if the client presented no certificate
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

    /** Starts a server with this certificate and its chain. */
    TlsPeer(IssuedCertificate identity) {
        this(identity, null, parameters -> {});
    }

    /** Starts a server with these settings, such as requested client certificates or protocols. */
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

    /** Opens a connection to the server by this name, sends a byte and reads its echo. */
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

    /** Waits for the next connection and returns what the server saw of it. */
    Seen seen() throws InterruptedException {
        Seen next = seen.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no client connected");
        }
        return next;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                seen.add(serve(socket));
            } catch (IOException e) {
                // Closed by us or by the client.
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
                socket.getInputStream()
                        .read(); // waits for the client's close: unread data would turn ours into a reset
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
