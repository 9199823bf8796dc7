package io.wwep.examples;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What write, read and raw have in common: one exchange with a server, and its reply is all the output. */
final class OneExchange {

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
    private final ReplyTimeout timeout = new ReplyTimeout();

    int run(Screen screen, Supplier<WwepRequest> asked) throws WwepException {
        WwepRequest request = BadUsageException.unlessValid(asked);
        Route route = new Route(new HostPort(host, port == null ? tls.defaultPort() : port), tls.tls());
        try (WwepClient client = BadUsageException.unlessValid(() ->
                timeout.applyTo(route.client()).mode(ConnectionMode.ONE_SHOT).build())) {
            WwepReply reply = client.exchange(request);
            screen.line(reply.toString());
            return reply instanceof WwepReply.Accepted ? ExitCode.ACCEPTED : ExitCode.REFUSED;
        }
    }
}
