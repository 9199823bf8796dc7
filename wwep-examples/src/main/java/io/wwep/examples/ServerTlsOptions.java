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

/** Whether a server speaks TLS, who it is, and whose clients it takes. */
final class ServerTlsOptions {

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            converter = PortNumber.ToListenOn.class,
            description = "Listen for TLS on this port; 40508 is usual, 0 is any that is free. There is a plain port"
                    + " beside it only if --port is given too.")
    private @Nullable Integer port;

    @ArgGroup(exclusive = false, order = 5)
    private IdentityOptions identity = new IdentityOptions();

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            order = 10,
            description = "Take only clients with a certificate that one in this file has signed. May be given again."
                    + " Without it clients need none.")
    private List<Path> clientAuthorities = List.of();

    boolean isGiven() {
        return port != null;
    }

    /** Whether the server shows the demo certificate. */
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
                throw new BadUsageException(
                        "--cert, --key and --client-ca are for TLS: say on which port, by --tls-port");
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
