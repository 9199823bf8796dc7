package io.wwep.examples;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.tls.WwepTls;
import org.jspecify.annotations.Nullable;

/**
 * A way to a server.
 *
 * @param tls null for plain TCP
 */
record Route(HostPort address, @Nullable WwepTls tls) {

    /** What it is called in tables and drawings. */
    String transport() {
        return tls == null ? "plain" : "TLS";
    }

    /** A builder for a client that goes this way. */
    // tag::client[]
    WwepClientBuilder client() {
        WwepClientBuilder client = WwepClient.create(address.host()).port(address.port());
        return tls == null ? client : client.tls(tls);
    }
    // end::client[]

    @Override
    public String toString() {
        return address + (tls == null ? "" : " with TLS");
    }
}
