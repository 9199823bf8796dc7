package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.tls.WwepTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An address of a server, with or without TLS.
 *
 * @param tls null for plain TCP
 */
record Route(HostPort address, @Nullable WwepTls tls) {

    /** A JVM that has just started needs seconds for its first handshake on a small or busy machine. */
    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    /** Returns the name of the transport for tables and drawings. */
    String transport() {
        return tls == null ? "plain" : "TLS";
    }

    /** Returns a builder for a client that uses this route. */
    // tag::client[]
    WwepClientBuilder client() {
        WwepClientBuilder client = WwepClient.create(address.host()).port(address.port());
        return tls == null ? client : client.tls(tls).handshakeTimeout(HANDSHAKE_TIMEOUT);
    }
    // end::client[]

    @Override
    public String toString() {
        return address + (tls == null ? "" : " with TLS");
    }
}
