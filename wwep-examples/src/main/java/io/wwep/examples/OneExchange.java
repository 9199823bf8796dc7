package io.wwep.examples;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;

/** The common part of write, read and raw: one exchange with a server, whose reply is the only output. */
final class OneExchange {

    @Mixin
    private final ClientOptions server = new ClientOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    int run(Screen screen, Supplier<WwepRequest> asked) throws WwepException {
        WwepRequest request = BadUsageException.ifInvalid(asked);
        WwepClientBuilder builder = server.client().mode(ConnectionMode.ONE_SHOT);
        try (WwepClient client = BadUsageException.ifInvalid(builder::build)) {
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
