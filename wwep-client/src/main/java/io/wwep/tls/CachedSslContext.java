package io.wwep.tls;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Caches a TLS context, so that sessions resume, until its certificates or keys change. Thread-safe. */
final class CachedSslContext {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SSLContext context;
    private @Nullable Object material;

    /**
     * Returns the context for this material.
     *
     * @param current the material; a new context is created only if it differs from that of the last call
     */
    SSLContext of(Object current, Supplier<SSLContext> maker) {
        lock.lock();
        try {
            SSLContext known = context;
            if (known != null && current.equals(material)) {
                return known;
            }
            SSLContext made = maker.get();
            context = made;
            material = current;
            return made;
        } finally {
            lock.unlock();
        }
    }
}
