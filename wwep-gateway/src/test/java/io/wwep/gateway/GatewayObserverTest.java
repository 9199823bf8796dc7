package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wwep.check.LogCapture;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.WwepClient;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.WwepTestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What observers of a gateway see, and what they can break. */
class GatewayObserverTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);

    /** Notes the names of the endpoints that were added and removed, and runs something when one is added. */
    private static GatewayObserver noting(List<String> events, Runnable whenAdded) {
        return new GatewayObserver() {
            @Override
            public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                events.add("added " + endpoint.name());
                whenAdded.run();
                return Optional.empty();
            }

            @Override
            public void endpointRemoved(GatewayEndpoint endpoint) {
                events.add("removed " + endpoint.name());
            }
        };
    }

    @Test
    void observersDoNotSeeAnEndpointThatCannotBeBuilt() {
        List<String> events = new ArrayList<>();
        try (Gateway gateway =
                Gateway.create().addObserver(noting(events, () -> {})).build()) {
            assertThatThrownBy(() -> gateway.endpoint(
                            "plant", WwepClient.create("127.0.0.1").fallbackAddress("127.0.0.2")))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(events).isEmpty();
            assertThat(gateway.endpoint("plant", WwepClient.create("127.0.0.1")).name())
                    .isEqualTo("plant");
        }
        assertThat(events).containsExactly("added plant", "removed plant");
    }

    @Test
    void anEndpointIsRemovedIfItsGatewayIsClosedWhileItIsAdded() {
        List<String> events = new ArrayList<>();
        CompletableFuture<Gateway> closed = new CompletableFuture<>();
        GatewayObserver closing = noting(events, () -> closed.join().close());
        try (Gateway gateway = Gateway.create().addObserver(closing).build()) {
            closed.complete(gateway);

            assertThatThrownBy(() -> gateway.endpoint("plant", WwepClient.create("127.0.0.1")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the gateway is closed");
        }
        assertThat(events).containsExactly("added plant", "removed plant");
    }

    @Test
    void aNameIsInUseWhileItsEndpointIsAdded() {
        List<String> events = new ArrayList<>();
        CompletableFuture<Gateway> used = new CompletableFuture<>();
        AtomicReference<Throwable> refused = new AtomicReference<>();
        GatewayObserver adding = noting(
                events,
                () -> refused.set(catchThrowable(() -> used.join().endpoint("plant", WwepClient.create("127.0.0.1")))));
        try (Gateway gateway = Gateway.create().addObserver(adding).build()) {
            used.complete(gateway);
            gateway.endpoint("plant", WwepClient.create("127.0.0.1"));

            assertThat(refused.get()).hasMessageContaining("there is an endpoint 'plant' already");
        }
        assertThat(events).containsExactly("added plant", "removed plant");
    }

    @Test
    void anObserverThatFailsKeepsNoExchangeFromTheRecorderOfAnother() throws Exception {
        GatewayObserver failing = new GatewayObserver() {
            @Override
            public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                throw new IllegalStateException("an observer that fails");
            }
        };
        AtomicInteger recorded = new AtomicInteger();
        GatewayObserver recording = new GatewayObserver() {
            @Override
            public Optional<ExchangeRecorder> endpointAdded(GatewayEndpoint endpoint) {
                return Optional.of((request, outcome, nanos) -> recorded.incrementAndGet());
            }
        };
        try (WwepTestServer server = WwepTestServer.start();
                LogCapture log = new LogCapture("io.wwep.gateway");
                Gateway gateway = Gateway.create()
                        .addObserver(failing)
                        .addObserver(recording)
                        .build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            boiler.write(LEVEL, 7);

            assertThat(recorded).hasValue(1);
            assertThat(log.warnings()).anyMatch(line -> line.contains("an observer of the gateway failed"));
        }
    }
}
