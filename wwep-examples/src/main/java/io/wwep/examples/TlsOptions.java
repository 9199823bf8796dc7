package io.wwep.examples;

import io.wwep.protocol.WwepPorts;
import io.wwep.tls.WwepTls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Selects whether and how a client program uses TLS. Any TLS option enables it, so that none is ignored by mistake. */
final class TlsOptions {

    static final String HEADING = "%nTLS; each of these options enables it:%n";

    @Option(names = "--tls", description = "Use TLS. The default port is then 40508.")
    private boolean asked;

    @ArgGroup(exclusive = false, order = 5)
    private TrustOptions trust = new TrustOptions();

    boolean isGiven() {
        return asked || trust.isGiven();
    }

    /** Returns the TLS settings; null if TLS was not requested. */
    @Nullable
    WwepTls tls() {
        return isGiven() ? trust.tls() : null;
    }

    /** Returns the TLS settings of a program that uses TLS anyway. */
    WwepTls always() {
        return trust.tls();
    }

    /** Returns the same for the program's own server, which presents the demo certificate. */
    @Nullable
    WwepTls tlsWithOwnServer() {
        return isGiven() ? trust.tls(DemoMaterial::trust) : null;
    }

    int defaultPort() {
        return isGiven() ? WwepPorts.TLS : WwepPorts.PLAIN;
    }
}
