package io.wwep.examples;

import io.wwep.examples.certs.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;

/** A TLS server on the loopback interface that presents its certificates, reads until the client closes, and does no more. */
final class TlsPresenter implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final SSLServerSocket listener;
    private final Thread thread;
    private final List<String> names = new CopyOnWriteArrayList<>();

    /** Presents a certificate, and perhaps others that lead to its issuer. */
    TlsPresenter(Issued own, X509Certificate... others) throws IOException {
        this(context(own.key(), own.certificate(), others), parameters -> {});
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

    static SSLContext context(PrivateKey key, X509Certificate own, X509Certificate... others) {
        try {
            Certificate[] chain = new Certificate[others.length + 1];
            chain[0] = own;
            System.arraycopy(others, 0, chain, 1, others.length);
            // A JKS store takes any certificates for a chain, and keys of every kind.
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            store.setKeyEntry("own", key, new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What clients have sent as SNI. */
    List<String> names() {
        return names;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.startHandshake();
                while (socket.getInputStream().read() >= 0) {
                    // Nothing of it matters.
                }
            } catch (IOException e) {
                // Closed, by us or by the client.
            }
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
