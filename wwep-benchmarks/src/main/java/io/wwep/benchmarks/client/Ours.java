package io.wwep.benchmarks.client;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The WWEP client of this project. */
public final class Ours implements ClientUnderTest {

    @Override
    public String name() {
        return "WWEP";
    }

    @Override
    public Wire wire() {
        return Wire.WWEP;
    }

    @Override
    public List<String> jars() {
        return List.of("wwep-client-", "slf4j-api-", "bcpkix-", "bcprov-", "bcutil-", "jspecify-");
    }

    @Override
    public Optional<String> unsupportedReason(Work work, boolean tls) {
        return Optional.empty();
    }

    @Override
    public Session open(Target target) {
        return new OpenClient(client(target, ConnectionMode.PERSISTENT));
    }

    @Override
    public Session openEach(Target target) {
        return new OpenClient(client(target, ConnectionMode.ONE_SHOT));
    }

    @Override
    public Optional<Session> openLazily(Target target) {
        return Optional.of(
                new OpenClient(builder(target, ConnectionMode.PERSISTENT).build()));
    }

    private static WwepClient client(Target target, ConnectionMode mode) {
        return builder(target, mode)
                // A late reply on a busy machine is a measurement, not a failure.
                .replyTimeout(Duration.ofSeconds(20))
                .deadline(Duration.ofSeconds(30))
                .build();
    }

    private static WwepClientBuilder builder(Target target, ConnectionMode mode) {
        WwepClientBuilder builder =
                WwepClient.create(Target.HOST).port(target.port()).mode(mode);
        return target.ca() == null ? builder : builder.tls(WwepTls.trusting(target.ca()));
    }

    private record OpenClient(WwepClient client, WwepRequest request) implements Session {

        OpenClient(WwepClient client) {
            this(client, WwepRequest.write(0x0FAC, 0x0B, 0x1234));
        }

        @Override
        public void exchange() throws Exception {
            verify(client.exchange(request));
        }

        /** More code than a loop around a socket, so it takes longer to compile. */
        @Override
        public int warmUpFactor() {
            return 5;
        }

        @Override
        public void exchangeAll(int count) throws Exception {
            for (WwepReply reply : client.exchangeAll(Collections.nCopies(count, request))) {
                verify(reply);
            }
        }

        @Override
        public CompletableFuture<WwepReply> exchangeAsync() {
            return client.exchangeAsync(request);
        }

        @Override
        public void verify(Object reply) throws UnexpectedReplyException {
            if (!(reply instanceof WwepReply.Accepted)) {
                throw new UnexpectedReplyException(reply);
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
