package io.wwep.tls;

import io.wwep.tls.Handshakes.Patience;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Applies the JDK's checks, and rejects certificates with messages that give the cause and the remedy. Then, if configured,
 * checks whether the certificates were revoked. Thread-safe.
 */
final class DiagnosingTrust extends X509ExtendedTrustManager {

    /** How long a handshake waits for a revocation check; less if its socket's read timeout allows less. */
    private static final int REVOCATION_LIMIT_MILLIS = 5_000;

    private final X509ExtendedTrustManager checks;
    private final @Nullable RevocationCheck revocation;
    private final Handshakes handshakes;

    DiagnosingTrust(X509ExtendedTrustManager checks, @Nullable RevocationCheck revocation, Handshakes handshakes) {
        this.checks = checks;
        this.revocation = revocation;
        this.handshakes = handshakes;
    }

    @FunctionalInterface
    private interface Check {
        void run() throws CertificateException;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        SSLSession session = session(socket);
        diagnose(chain, true, peerName(session), () -> checks.checkServerTrusted(chain, authType, socket));
        checkRevocation(chain, stapled(session), limit(socket), () -> !socket.isClosed());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        SSLSession session = engine.getHandshakeSession();
        diagnose(chain, true, peerName(session), () -> checks.checkServerTrusted(chain, authType, engine));
        checkRevocation(chain, stapled(session), engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        diagnose(chain, true, null, () -> checks.checkServerTrusted(chain, authType));
        checkRevocation(chain, List.of(), REVOCATION_LIMIT_MILLIS, () -> true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        diagnose(chain, false, null, () -> checks.checkClientTrusted(chain, authType, socket));
        checkRevocation(chain, List.of(), limit(socket), () -> !socket.isClosed());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        diagnose(chain, false, null, () -> checks.checkClientTrusted(chain, authType, engine));
        checkRevocation(chain, List.of(), engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        diagnose(chain, false, null, () -> checks.checkClientTrusted(chain, authType));
        checkRevocation(chain, List.of(), REVOCATION_LIMIT_MILLIS, () -> true);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return checks.getAcceptedIssuers();
    }

    private void diagnose(X509Certificate[] chain, boolean server, @Nullable String name, Check check)
            throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            // If there is such a cause, the JDK derives the alert to the peer from it.
            CertPathValidatorException path = CertificateProblem.find(e, CertPathValidatorException.class);
            throw new CertificateException(
                    CertificateProblem.describe(chain, server, e, name, checks.getAcceptedIssuers()),
                    path == null ? e : path);
        }
    }

    private void checkRevocation(X509Certificate[] chain, List<byte[]> stapled, int limitMillis, BooleanSupplier open)
            throws CertificateException {
        if (revocation != null) {
            revocation.check(chain, stapled, limitMillis, open);
        }
    }

    private void checkRevocation(X509Certificate[] chain, List<byte[]> stapled, SSLEngine engine)
            throws CertificateException {
        Patience patience = handshakes.patience(engine);
        if (patience == null) {
            checkRevocation(chain, stapled, REVOCATION_LIMIT_MILLIS, () -> true);
        } else {
            int limit = (int) Math.min(patience.limit().toMillis(), Integer.MAX_VALUE);
            checkRevocation(chain, stapled, share(limit), patience.wanted());
        }
    }

    /**
     * Returns half of the time for the handshake: with soft checking, the handshake continues without an answer, and needs
     * the other half.
     */
    private static int share(int handshakeMillis) {
        return Math.min(Math.max(1, handshakeMillis / 2), REVOCATION_LIMIT_MILLIS);
    }

    private static int limit(Socket socket) throws CertificateException {
        try {
            int readTimeout = socket.getSoTimeout();
            return readTimeout == 0 ? REVOCATION_LIMIT_MILLIS : share(readTimeout);
        } catch (SocketException e) {
            throw new CertificateException("the connection was closed in the handshake", e);
        }
    }

    private static @Nullable SSLSession session(Socket socket) {
        return socket instanceof SSLSocket ssl ? ssl.getHandshakeSession() : null;
    }

    private static @Nullable String peerName(@Nullable SSLSession session) {
        return session == null ? null : session.getPeerHost();
    }

    private static List<byte[]> stapled(@Nullable SSLSession session) {
        return session instanceof ExtendedSSLSession extended ? extended.getStatusResponses() : List.of();
    }
}
