package io.wwep.examples;

import io.wwep.client.WwepClientBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select the server and how to reach it. */
final class ClientOptions {

    @Option(
            names = "--host",
            paramLabel = "HOST",
            converter = HostName.class,
            defaultValue = "127.0.0.1",
            description = "The server's name or address. Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The server's port, 1 to 65535. Default: 27708.")
    private @Nullable Integer port;

    @ArgGroup(exclusive = false, heading = TlsOptions.HEADING)
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private final ReplyTimeout timeout = new ReplyTimeout.ClientDefault();

    /** Returns the server's address, with or without TLS. */
    Route route() {
        return new Route(new HostPort(host, port == null ? tls.defaultPort() : port), tls.tls());
    }

    /** Returns a builder for a client of the server. */
    WwepClientBuilder client() {
        Route route = route();
        return BadUsageException.ifInvalid(() -> timeout.applyTo(route.client()));
    }
}
