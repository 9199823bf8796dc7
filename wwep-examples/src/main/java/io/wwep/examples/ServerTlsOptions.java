package io.wwep.examples;

import io.wwep.server.WwepServerBuilder;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Selects whether a server uses TLS, its identity, and the clients it accepts. */
final class ServerTlsOptions {

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            converter = PortNumber.ToListenOn.class,
            description = "Listen for TLS on this port, usually 40508; 0 picks a free one. The plain port is then"
                    + " off unless --port is given too.")
    private @Nullable Integer port;

    @ArgGroup(exclusive = false, order = 5)
    private IdentityOptions identity = new IdentityOptions();

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            order = 10,
            description = "Accept only clients whose certificate was signed by one in this file. May be repeated."
                    + " Default: clients need no certificate.")
    private List<Path> clientAuthorities = List.of();

    boolean isGiven() {
        return port != null;
    }

    /** Returns whether the server presents the demo certificate. */
    boolean isDemo() {
        return isGiven() && !identity.isGiven();
    }

    boolean requiresClients() {
        return !clientAuthorities.isEmpty();
    }

    void applyTo(WwepServerBuilder server, @Nullable Integer plainPort) {
        PortNumber.refuseTheSame(plainPort, port);
        if (port == null) {
            if (identity.isGiven() || requiresClients()) {
                throw new BadUsageException("--cert, --key and --client-ca need TLS: give its port with --tls-port");
            }
            return;
        }
        // tag::tls[]
        Optional<TlsIdentity> given = identity.identity();
        server.tls(port, given.orElseGet(DemoMaterial::server));
        if (requiresClients()) {
            server.requireClientCertificates(WwepTls.trusting(clientAuthorities.toArray(Path[]::new)));
        }
        // end::tls[]
    }
}
