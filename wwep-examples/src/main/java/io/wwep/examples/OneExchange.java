package io.wwep.examples;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The common part of write, read and raw: one exchange with a server, whose reply is the only output. */
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
    private final ReplyTimeout timeout = new ReplyTimeout.ClientDefault();

    @Mixin
    private final JsonOption json = new JsonOption();

    int run(Screen screen, Supplier<WwepRequest> asked) throws WwepException {
        WwepRequest request = BadUsageException.ifInvalid(asked);
        Route route = new Route(new HostPort(host, port == null ? tls.defaultPort() : port), tls.tls());
        try (WwepClient client = BadUsageException.ifInvalid(() ->
                timeout.applyTo(route.client()).mode(ConnectionMode.ONE_SHOT).build())) {
            long started = System.nanoTime();
            WwepReply reply = client.exchange(request);
            screen.line(json.isGiven() ? json(request, reply, System.nanoTime() - started) : reply.toString());
            return reply instanceof WwepReply.Accepted ? ExitCode.ACCEPTED : ExitCode.REFUSED;
        } catch (WwepException e) {
            return json.failed(screen, new JsonObject().with("request", request), e);
        }
    }

    private static String json(WwepRequest request, WwepReply reply, long nanos) {
        boolean accepted = reply instanceof WwepReply.Accepted;
        return new JsonObject()
                .with("request", request)
                .with("reply", reply)
                .with("accepted", accepted)
                .with("value", reply instanceof WwepReply.Accepted right ? right.value() : null)
                .with("reason", reply instanceof WwepReply.Refused refused ? refused.reason() : null)
                .with("millis", BigDecimal.valueOf(nanos, 6).setScale(1, RoundingMode.HALF_UP))
                .toString();
    }
}
