package io.wwep.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Creates the JDK's TLS contexts from certificates and keys. */
final class Contexts {

    private Contexts() {}

    /**
     * Creates a context.
     *
     * @param trust null to trust no one
     * @param identity null for no identity
     * @param handshakes records servers' requests for a client certificate
     */
    static SSLContext context(@Nullable TrustManager trust, @Nullable Identity identity, Handshakes handshakes) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager keys = recordingKeys(identity, handshakes);
            // Given null, the JDK would trust the system's authorities.
            TrustManager[] trusts = trust == null ? new TrustManager[0] : new TrustManager[] {trust};
            context.init(new KeyManager[] {keys}, trusts, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /** Returns the keys of an identity, or none if it is null. */
    static KeyManager recordingKeys(@Nullable Identity identity, Handshakes handshakes) {
        try {
            return new RecordingKeys(identity == null ? null : keys(identity), handshakes);
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    private static TlsMaterialException unusable(Exception problem) {
        return new TlsMaterialException(
                "these certificates and keys make no TLS context: " + problem.getMessage(), problem);
    }

    /** Makes a client's next handshakes full ones; open connections are not affected. */
    static void forgetSessions(SSLContext context) {
        SSLSessionContext sessions = context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    /** Trusts these certificates and those that chain to them. */
    static TrustManager trusting(Set<X509Certificate> anchors, Revocation revocation, Handshakes handshakes) {
        try {
            Set<TrustAnchor> trusted = new HashSet<>();
            for (X509Certificate anchor : anchors) {
                trusted.add(new TrustAnchor(anchor, null));
            }
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return new DiagnosingTrust(
                    (X509ExtendedTrustManager) factory.getTrustManagers()[0],
                    revocation == Revocation.OFF ? null : new RevocationCheck(trusted, revocation == Revocation.SOFT),
                    handshakes);
        } catch (GeneralSecurityException e) {
            throw new TlsMaterialException("these certificates cannot be trusted: " + e.getMessage(), e);
        }
    }

    /** Returns the certificate authorities that this system trusts. */
    static Set<X509Certificate> systemAnchors() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            return Set.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());
        } catch (GeneralSecurityException e) {
            throw new TlsMaterialException("this system's trusted certificates cannot be read: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedKeyManager keys(Identity identity) throws GeneralSecurityException, IOException {
        char[] noPassword = {};
        // PKCS#12 would spend longer on encryption than a handshake takes, for a store that never leaves memory.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry(
                "identity", identity.key(), noPassword, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, noPassword);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }
}
