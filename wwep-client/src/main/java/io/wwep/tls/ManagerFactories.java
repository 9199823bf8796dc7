package io.wwep.tls;

import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.jspecify.annotations.Nullable;

/**
 * The trust and identity of a {@link WwepTls}, for a library that creates its own TLS context, such as an MQTT client. Use
 * new ones for each connection, so that changed files are noticed. The library must enable the check of the server's name, by
 * the endpoint identification algorithm {@code HTTPS}; it then checks the name that it dials. Thread-safe. The factories
 * need no {@code init}, and ignore it.
 */
public final class ManagerFactories {

    private static final String ALGORITHM = "PKIX";

    private final WwepTls tls;

    private ManagerFactories(WwepTls tls) {
        this.tls = tls;
    }

    /**
     * {@return the factories of a client's TLS}
     *
     * @param tls the settings
     * @throws TlsMaterialException if a setting cannot be passed on this way: a given SSLContext, an expected name,
     *     protocols or cipher suites
     */
    public static ManagerFactories of(WwepTls tls) {
        TlsConfig config = Objects.requireNonNull(tls, "tls").config;
        if (config.given != null || config.expectedName != null || config.protocols != null || config.ciphers != null) {
            throw new TlsMaterialException(
                    "factories hold only trust and identity: leave out of(SSLContext), expectingName(…), protocols(…) and"
                            + " ciphers(…), and set these in the library that uses the factories",
                    null);
        }
        return new ManagerFactories(tls);
    }

    /**
     * {@return a factory of the trust manager}
     *
     * @throws TlsMaterialException if a file cannot be used
     */
    public TrustManagerFactory trust() {
        return new TrustManagerFactory(new Trust(tls.trust(tls.config.currentAnchors())), provider(), ALGORITHM) {};
    }

    /**
     * {@return a factory of the key manager; empty if there is no identity}
     *
     * @throws TlsMaterialException if a file cannot be used
     */
    public Optional<KeyManagerFactory> identity() {
        return Optional.ofNullable(tls.config.identity)
                .map(identity -> Contexts.recordingKeys(identity.current(), tls.handshakes))
                .map(keys -> new KeyManagerFactory(new Keys(keys), provider(), ALGORITHM) {});
    }

    /** Returns the JDK's provider, because some libraries look at it. */
    private static Provider provider() {
        try {
            return TrustManagerFactory.getInstance(ALGORITHM).getProvider();
        } catch (NoSuchAlgorithmException e) {
            throw new TlsMaterialException("this Java has no " + ALGORITHM + " trust: " + e.getMessage(), e);
        }
    }

    private static final class Trust extends TrustManagerFactorySpi {

        private final TrustManager manager;

        Trust(TrustManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore ignored) {}

        @Override
        protected void engineInit(ManagerFactoryParameters ignored) {}

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return new TrustManager[] {manager};
        }
    }

    private static final class Keys extends KeyManagerFactorySpi {

        private final KeyManager manager;

        Keys(KeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore ignored, char @Nullable [] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters ignored) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
