package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.examples.input.HandshakeLimit;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepTimeoutException;
import io.wwep.tls.Certificates;
import io.wwep.tls.WwepTls;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificates that a TLS server presents, not verified.
 *
 * @param sent in the order sent: the server's own first
 */
record PresentedCertificates(List<X509Certificate> sent) {

    /**
     * Fetches a server's certificates. Sends nothing but the handshake.
     *
     * @throws WwepTimeoutException if it stalls in the handshake
     * @throws WwepConnectException if it cannot be reached, or presents no certificate
     */
    static PresentedCertificates of(HostPort server) throws WwepException {
        RecordingTrust onlooker = new RecordingTrust();
        WwepTls tls = WwepTls.of(contextWith(onlooker));
        WwepClientBuilder client = BadUsageException.ifInvalid(() ->
                WwepClient.create(server.host()).port(server.port()).tls(tls).handshakeTimeout(HandshakeLimit.TIME));
        try {
            client.connect().close();
        } catch (WwepConnectException e) {
            // A server that rejects us, for example without a client certificate, has presented its own before.
            if (onlooker.sent.isEmpty()) {
                throw withoutCertificates(e);
            }
        }
        return new PresentedCertificates(onlooker.sent);
    }

    /** Returns the server's own certificate. */
    X509Certificate leaf() {
        return sent.get(0);
    }

    /** Returns the certificate of the server's issuer, if it was sent; a self-signed certificate is its own issuer. */
    Optional<X509Certificate> issuer() {
        List<X509Certificate> path = path();
        return path.size() > 1 ? Optional.of(path.get(1)) : root();
    }

    /** Returns the root authority's certificate, if it was sent; a self-signed certificate is its own root. */
    Optional<X509Certificate> root() {
        return Optional.of(topmost()).filter(Certificates::isSelfSigned);
    }

    /** Returns the last certificate that was sent on the path from the server's own to its root. */
    X509Certificate topmost() {
        List<X509Certificate> path = path();
        return path.get(path.size() - 1);
    }

    private List<X509Certificate> path() {
        return Certificates.path(leaf(), sent);
    }

    private static WwepException withoutCertificates(WwepConnectException failure) {
        if (failure.phase() != Phase.HANDSHAKE) {
            return failure;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return new WwepTimeoutException(
                        String.valueOf(failure.getMessage()), failure, Phase.HANDSHAKE, failure.delivery());
            }
        }
        // Nothing is verified here, so trust is not the cause: no TLS server answers at this address, or none that Java
        // can
        // shake hands with.
        return new WwepConnectException(String.valueOf(failure.getMessage()), failure, Phase.CONNECT);
    }

    private static SSLContext contextWith(RecordingTrust onlooker) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {onlooker}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** Records what a server presents and accepts everything. */
    private static final class RecordingTrust extends X509ExtendedTrustManager {

        private volatile List<X509Certificate> sent = List.of();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            sent = List.of(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            sent = List.of(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            sent = List.of(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is not a server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is not a server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is not a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
