package io.wwep.examples;

import io.wwep.pki.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;

/** A TLS server on the loopback interface that presents its certificates and reads until the client closes. */
final class TlsPresenter implements AutoCloseable {

    private static final int JOIN_TIMEOUT_MILLIS = 10_000;

    private final SSLServerSocket listener;
    private final Thread thread;
    private final List<String> names = new CopyOnWriteArrayList<>();

    /** Presents a certificate and its chain, if any. */
    TlsPresenter(IssuedCertificate own, X509Certificate... others) throws IOException {
        this(own.withIntermediates(others).sslContext(), parameters -> {});
    }

    TlsPresenter(SSLContext context, Consumer<SSLParameters> settings) throws IOException {
        listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setSNIMatchers(List.of(new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
            @Override
            public boolean matches(SNIServerName name) {
                names.add(new String(name.getEncoded(), java.nio.charset.StandardCharsets.US_ASCII));
                return true;
            }
        }));
        settings.accept(parameters);
        listener.setSSLParameters(parameters);
        thread = new Thread(this::serve, "tls-presenter");
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns the names that clients sent as SNI. */
    List<String> names() {
        return names;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                socket.setSoTimeout(JOIN_TIMEOUT_MILLIS);
                socket.startHandshake();
                while (socket.getInputStream().read() >= 0) {
                    // The input does not matter.
                }
            } catch (IOException e) {
                // Closed by us or by the client.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            thread.join(JOIN_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
