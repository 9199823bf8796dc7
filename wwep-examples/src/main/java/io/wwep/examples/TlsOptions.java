package io.wwep.examples;

import io.wwep.protocol.WwepPorts;
import io.wwep.tls.WwepTls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whether a client program speaks TLS, and how: whoever says how never speaks plain WWEP by mistake. */
final class TlsOptions {

    static final String HEADING = "%nTLS; each of these asks for it:%n";

    @Option(names = "--tls", description = "Speak TLS. The default port is 40508 then.")
    private boolean asked;

    @ArgGroup(exclusive = false, order = 5)
    private TrustOptions trust = new TrustOptions();

    boolean isGiven() {
        return asked || trust.isGiven();
    }

    /** How to speak TLS; null if it was not asked for. */
    @Nullable
    WwepTls tls() {
        return isGiven() ? trust.tls() : null;
    }

    /** The same for a server of the program's own, which shows the demo certificate. */
    @Nullable
    WwepTls tlsWithOwnServer() {
        return isGiven() ? trust.tls(DemoMaterial::trust) : null;
    }

    int defaultPort() {
        return isGiven() ? WwepPorts.TLS : WwepPorts.PLAIN;
    }
}
