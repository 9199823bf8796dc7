package io.wwep.tls;

import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.jspecify.annotations.Nullable;

/** Passes managers to libraries that accept only factories. These factories need no {@code init}, and ignore it. */
final class ManagerFactories {

    private static final String ALGORITHM = "PKIX";

    private ManagerFactories() {}

    static TrustManagerFactory of(TrustManager manager) {
        return new TrustManagerFactory(new Trust(manager), provider(), ALGORITHM) {};
    }

    static KeyManagerFactory of(KeyManager manager) {
        return new KeyManagerFactory(new Keys(manager), provider(), ALGORITHM) {};
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
