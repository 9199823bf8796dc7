package io.wwep.tls;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A TLS context that stays the same, so that sessions resume, until what it is made of changes. Thread-safe. */
final class KeptContext {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SSLContext context;
    private @Nullable Object material;

    /**
     * The context made of this material.
     *
     * @param current what equals the last one's makes no new context
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
