package io.wwep.tls;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Stores details of handshakes that the JDK does not keep, for as long as the socket or engine is in use. Thread-safe. */
final class Handshakes {

    /**
     * How long a handshake may wait for the answer to a revocation check.
     *
     * @param wanted false once the connection was closed
     */
    record Patience(Duration limit, BooleanSupplier wanted) {}

    private final Map<Object, CertificateRequest> requests = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<Object, Patience> patience = Collections.synchronizedMap(new WeakHashMap<>());

    void requested(Object connection, CertificateRequest request) {
        requests.put(connection, request);
    }

    Optional<CertificateRequest> request(Object connection) {
        return Optional.ofNullable(requests.get(connection));
    }

    void limit(SSLEngine engine, Patience limit) {
        patience.put(engine, limit);
    }

    @Nullable
    Patience patience(SSLEngine engine) {
        return patience.get(engine);
    }
}
