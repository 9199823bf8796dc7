package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.examples.input.HandshakeLimit;
import io.wwep.tls.WwepTls;
import org.jspecify.annotations.Nullable;

/**
 * An address of a server, with or without TLS.
 *
 * @param tls null for plain TCP
 */
record Route(HostPort address, @Nullable WwepTls tls) {

    /** Returns the name of the transport for tables and drawings. */
    String transport() {
        return tls == null ? "plain" : "TLS";
    }

    /** Returns a builder for a client that uses this route. */
    // tag::client[]
    WwepClientBuilder client() {
        WwepClientBuilder client = WwepClient.create(address.host()).port(address.port());
        return tls == null ? client : client.tls(tls).handshakeTimeout(HandshakeLimit.TIME);
    }
    // end::client[]

    @Override
    public String toString() {
        return address + (tls == null ? "" : " with TLS");
    }
}
