package io.wwep.client;

import io.wwep.pki.IssuedCertificate;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The server's side of TLS for a {@link ScriptedPeer}, implemented by the JDK. */
final class TlsLayer implements ScriptedPeer.Layer {

    private static final int PATIENCE_MILLIS = 20_000;

    private final SSLContext context;
    private final Consumer<SSLParameters> settings;
    private final List<SSLSession> sessions = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

    /** With a certificate. */
    TlsLayer(IssuedCertificate identity) {
        this(identity, null, parameters -> {});
    }

    /** With a certificate and settings, such as protocols. */
    TlsLayer(IssuedCertificate identity, Consumer<SSLParameters> settings) {
        this(identity, null, settings);
    }

    /** With certificates of clients by an authority. */
    TlsLayer(
            IssuedCertificate identity, @Nullable IssuedCertificate clientAuthority, Consumer<SSLParameters> settings) {
        this.context = clientAuthority == null ? identity.sslContext() : identity.sslContext(clientAuthority);
        this.settings = settings;
    }

    @Override
    public @Nullable Socket over(Socket accepted) throws IOException {
        accepted.setSoTimeout(PATIENCE_MILLIS);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(accepted, null, accepted.getPort(), true);
        socket.setUseClientMode(false);
        SSLParameters parameters = socket.getSSLParameters();
        settings.accept(parameters);
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
            drain(accepted);
            return null;
        }
        sessions.add(socket.getSession());
        return socket;
    }

    /** The session of each connection whose handshake succeeded. A resumed one is as old as the first. */
    List<SSLSession> sessions() {
        return List.copyOf(sessions);
    }

    /** Returns why the oldest failed handshake, of those not returned yet, failed. */
    String problem() throws InterruptedException {
        String problem = problems.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (problem == null) {
            throw new AssertionError("no handshake failed");
        }
        return problem;
    }

    /** Reads what is left: a close with unread bytes would be a reset, which may overtake the alert. */
    private static void drain(Socket accepted) {
        try {
            accepted.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client is gone, or the socket was closed with the handshake.
        }
    }
}
