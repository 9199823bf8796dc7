package io.wwep.spring;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** The TLS context of an SSL bundle: one, so that sessions resume, until the bundle is reloaded. Thread-safe. */
final class ReloadedContext implements Supplier<SSLContext> {

    private final AtomicReference<@Nullable SSLContext> current = new AtomicReference<>();

    /**
     * Creates the context of a bundle.
     *
     * @throws org.springframework.boot.ssl.NoSuchSslBundleException if there is no such bundle
     * @throws RuntimeException if the bundle's material cannot be used
     */
    ReloadedContext(SslBundles bundles, String name) {
        // If a reloaded bundle cannot be used, this throws before it sets anything, and the old context stays in use.
        bundles.addBundleUpdateHandler(name, reloaded -> current.set(reloaded.createSslContext()));
        SslBundle bundle = bundles.getBundle(name);
        // A reload in between has set a newer context already.
        current.compareAndSet(null, bundle.createSslContext());
    }

    @Override
    public SSLContext get() {
        return Objects.requireNonNull(current.get());
    }
}
