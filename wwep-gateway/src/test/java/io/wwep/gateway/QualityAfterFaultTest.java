package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a fault and its end are noticed, counted in polls, which a busy machine does not change. */
class QualityAfterFaultTest {

    private static final int FAULT = 3;

    /** Sets a fault after the third poll and clears it after the next; notes the watch's last reading after each poll. */
    private static final class FaultyPolls implements GatewayObserver {

        private final WwepTestServer server;
        private final Fault fault;
        private final CompletableFuture<Watch<Integer>> watch = new CompletableFuture<>();
        private final List<Reading<Integer>> readings = new ArrayList<>();
        private final CompletableFuture<List<Reading<Integer>>> all = new CompletableFuture<>();

        FaultyPolls(WwepTestServer server, Fault fault) {
            this.server = server;
            this.fault = fault;
        }

        @Override
        public void polled(GatewayEndpoint endpoint, long lateness, long nanos, boolean succeeded) {
            readings.add(watch.join().latest().orElseThrow());
            switch (readings.size()) {
                case FAULT -> server.fault(fault);
                case FAULT + 1 -> server.clearFaults();
                case FAULT + 2 -> all.complete(List.copyOf(readings));
                default -> {}
            }
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                        Fault.close().afterRequest(),
                        Fault.reset().afterRequest(),
                        Fault.stall().afterRequest(),
                        Fault.garbage().afterRequest(),
                        Fault.truncatedReply().afterRequest(),
                        Fault.wrongRegister().afterRequest(),
                        Fault.refusal("illegal command").afterRequest())
                .map(Fault::untilCleared);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theFirstPollAfterAFaultIsStaleAndTheFirstAfterItsEndIsGood(Fault fault) throws Exception {
        try (WwepTestServer server = WwepTestServer.start()) {
            FaultyPolls polls = new FaultyPolls(server, fault);
            try (Gateway gateway = Gateway.create().addObserver(polls).build()) {
                server.put(0x0FAC, 0x0B, 7);
                GatewayEndpoint plant =
                        gateway.endpoint("plant", server.client().reconnect(failures -> Duration.ZERO));
                polls.watch.complete(gateway.device("boiler", plant, DeviceId.of(0x0FAC))
                        .watch(Register.uint16(0x0B))
                        .every(Duration.ofMillis(10))
                        .start(reading -> {}));

                List<Reading<Integer>> readings = polls.all.get(60, TimeUnit.SECONDS);

                assertThat(readings.stream().map(Reading::quality))
                        .containsExactly(Quality.GOOD, Quality.GOOD, Quality.GOOD, Quality.STALE, Quality.GOOD);
                assertThat(readings.get(FAULT).value()).isEqualTo(7);
                assertThat(readings.get(FAULT).time())
                        .isEqualTo(readings.get(FAULT - 1).time());
            }
        }
    }
}
