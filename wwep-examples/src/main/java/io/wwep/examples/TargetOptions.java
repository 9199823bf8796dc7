package io.wwep.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Selects a server, or starts the program's own. */
final class TargetOptions {

    @Option(
            names = "--host",
            paramLabel = "HOST",
            converter = HostName.class,
            description = "The server's name or address. Without it the program starts its own server.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The server's port, 1 to 65535. Default: 27708.")
    private @Nullable Integer port;

    /** Opens the server without TLS. */
    Target open() throws IOException {
        return open(new TlsOptions());
    }

    Target open(TlsOptions tls) throws IOException {
        if (host != null) {
            return Target.remote(new Route(new HostPort(host, port == null ? tls.defaultPort() : port), tls.tls()));
        }
        refuseWithoutHost("--port", port);
        return Target.own(!tls.isGiven(), tls.tlsWithOwnServer());
    }

    static void refuseWithoutHost(String option, @Nullable Integer port) {
        if (port != null) {
            throw new BadUsageException(option + " needs --host: without --host the program starts its own server."
                    + " For another server on this machine give --host 127.0.0.1");
        }
    }

    boolean isOwn() {
        return host == null;
    }
}
