package io.wwep.examples;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.util.function.Supplier;
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
            defaultValue = "27708",
            converter = PortNumber.class,
            description = "The server's port, 1 to 65535. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Mixin
    private final ReplyTimeout timeout = new ReplyTimeout();

    int run(Screen screen, Supplier<WwepRequest> asked) throws WwepException {
        WwepRequest request = BadUsageException.unlessValid(asked);
        try (WwepClient client = BadUsageException.unlessValid(() -> timeout.applyTo(WwepClient.create(host))
                .port(port)
                .mode(ConnectionMode.ONE_SHOT)
                .build())) {
            WwepReply reply = client.exchange(request);
            screen.line(reply.toString());
            return reply instanceof WwepReply.Accepted ? ExitCode.ACCEPTED : ExitCode.REFUSED;
        }
    }
}
