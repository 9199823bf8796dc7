package io.wwep.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wwep.client.ExchangeOutcome;
import io.wwep.client.ExchangeRecorder;
import io.wwep.client.LossCause;
import io.wwep.client.WwepClient;
import io.wwep.gateway.Gateway;
import io.wwep.gateway.GatewayDevice;
import io.wwep.gateway.GatewayEndpoint;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepRequest;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepTestServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The meters of clients and gateways. */
class WwepMetricsTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final WwepMetrics metrics = new WwepMetrics();
    private WwepTestServer server;

    @BeforeEach
    void start() {
        server = WwepTestServer.start();
        metrics.bindTo(registry);
    }

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @Test
    void anExchangeIsTimedByClientCommandAndOutcome() throws Exception {
        try (WwepClient client = metrics.client("plant", server.client())) {
            client.write(0x0FAC, 0x0B, 1);

            assertThat(registry.get("wwep.client.exchange")
                            .tags("client", "plant", "command", "write", "outcome", "accepted")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void connectionsAreCounted() throws Exception {
        try (WwepClient client = metrics.client("plant", server.client())) {
            client.write(0x0FAC, 0x0B, 1);

            assertThat(registry.get("wwep.client.connections.opened")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("wwep.client.requests.in.flight").gauge().value())
                    .isZero();
        }
    }

    @Test
    void lostConnectionsAreCountedByCause() throws Exception {
        server.enqueue(Answer.text("hello"));
        try (WwepClient client = metrics.client("plant", server.client())) {
            assertThatThrownBy(() -> client.read(0x0FAC, 0x0B)).isInstanceOf(WwepProtocolException.class);

            assertThat(lost("protocol_error")).isEqualTo(1);
            assertThat(lost("broken")).isZero();
            assertThat(registry.find("wwep.client.connections.lost").meters()).hasSize(LossCause.values().length);
        }
    }

    private double lost(String cause) {
        return registry.get("wwep.client.connections.lost")
                .tags("client", "plant", "cause", cause)
                .functionCounter()
                .count();
    }

    @Test
    void aRegistryMayBeBoundAfterTheClientWasBuilt() throws Exception {
        SimpleMeterRegistry later = new SimpleMeterRegistry();
        try (WwepClient client = metrics.client("plant", server.client())) {
            metrics.bindTo(later);
            client.write(0x0FAC, 0x0B, 1);

            assertThat(later.get("wwep.client.exchange").timer().count()).isEqualTo(1);
            assertThat(later.get("wwep.client.requests.queued").gauge().value()).isZero();
        }
    }

    @Test
    void aRegistryBoundTwiceCountsOnce() {
        metrics.bindTo(registry);
        metrics.recorder("plant").record(READ, ExchangeOutcome.ACCEPTED, 1);

        assertThat(registry.get("wwep.client.exchange").timer().count()).isEqualTo(1);
    }

    @Test
    void aSecondClientOfTheSameNameIsRefused() {
        metrics.recorder("plant");

        assertThatThrownBy(() -> metrics.recorder("plant"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are meters of a client 'plant' already: choose another name, or remove them first");
    }

    @Test
    void aRemovedClientHasNoMeters() throws Exception {
        try (WwepClient client = metrics.client("plant", server.client())) {
            client.write(0x0FAC, 0x0B, 1);
            metrics.remove("plant");
            client.read(0x0FAC, 0x0B);
        }

        assertThat(registry.getMeters()).isEmpty();
        assertThatCode(() -> metrics.recorder("plant")).doesNotThrowAnyException();
    }

    @Test
    void aClientThatCannotBeBuiltLeavesNoMeters() {
        assertThatThrownBy(() ->
                        metrics.client("plant", WwepClient.create("127.0.0.1").fallbackAddress("127.0.0.2")))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(registry.getMeters()).isEmpty();
        assertThatCode(() -> metrics.recorder("plant")).doesNotThrowAnyException();
    }

    @Test
    void aClientHasAtMostOneTimerForEachCommandAndOutcome() {
        ExchangeRecorder recorder = metrics.recorder("plant");
        for (int device = 0; device < 1_000; device++) {
            for (ExchangeOutcome outcome : ExchangeOutcome.values()) {
                recorder.record(WwepRequest.read(device, device & 0xFF), outcome, 1);
                recorder.record(WwepRequest.write(device, 1, device), outcome, 1);
                recorder.record(WwepRequest.raw("V" + device), outcome, 1);
            }
        }

        assertThat(registry.getMeters()).hasSize(3 * ExchangeOutcome.values().length);
    }

    @Test
    void aFailingRegistryDoesNotMakeTheRecorderThrow() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("a filter that fails");
            }
        });

        assertThatCode(() -> metrics.recorder("plant").record(READ, ExchangeOutcome.LOST, 1))
                .doesNotThrowAnyException();
    }

    @Test
    void recordingAllocatesNothing() {
        ExchangeRecorder recorder = metrics.recorder("plant");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) { // the first ones load classes
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                recorder.record(READ, ExchangeOutcome.ACCEPTED, i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).as("bytes for 10,000 exchanges").isLessThan(10_000);
    }

    @Test
    void namesFollowThoseOfPrometheus() throws Exception {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics.bindTo(prometheus);
        try (Gateway gateway = Gateway.create().addObserver(metrics.observer()).build()) {
            poll(gateway, "plant");

            assertThat(prometheus
                            .scrape()
                            .lines()
                            .filter(line -> line.startsWith("# TYPE"))
                            .map(line -> line.substring("# TYPE ".length()))
                            .toList())
                    .containsExactlyInAnyOrder(
                            "wwep_client_connections_lost_total counter",
                            "wwep_client_connections_opened_total counter",
                            "wwep_client_connects_failed_total counter",
                            "wwep_client_exchange_seconds summary",
                            "wwep_client_exchange_seconds_max gauge",
                            "wwep_client_requests_in_flight gauge",
                            "wwep_client_requests_queued gauge",
                            "wwep_client_requests_resent_total counter",
                            "wwep_gateway_poll_lateness_seconds summary",
                            "wwep_gateway_poll_lateness_seconds_max gauge",
                            "wwep_gateway_poll_seconds summary",
                            "wwep_gateway_poll_seconds_max gauge",
                            "wwep_gateway_polls_missed_total counter",
                            "wwep_gateway_watches gauge",
                            "wwep_gateway_watches_became_stale_total counter",
                            "wwep_gateway_watches_stale gauge");
        }
    }

    @Test
    void aGatewaysEndpointsHaveMetersUntilTheyAreRemoved() throws Exception {
        try (Gateway gateway = Gateway.create().addObserver(metrics.observer()).build()) {
            GatewayEndpoint plant = poll(gateway, "plant");

            assertThat(registry.get("wwep.client.exchange")
                            .tag("client", "plant")
                            .timer()
                            .count())
                    .isPositive();
            assertThat(registry.get("wwep.gateway.watches")
                            .tag("client", "plant")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            plant.remove();

            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void anEndpointThatCannotBeBuiltLeavesNoMeters() {
        try (Gateway gateway = Gateway.create().addObserver(metrics.observer()).build()) {
            assertThatThrownBy(() -> gateway.endpoint(
                            "plant", WwepClient.create("127.0.0.1").fallbackAddress("127.0.0.2")))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(registry.getMeters()).isEmpty();
            assertThatCode(() -> metrics.recorder("plant")).doesNotThrowAnyException();
        }
    }

    @Test
    void aClosedGatewayLeavesNoMeters() throws Exception {
        try (Gateway gateway = Gateway.create().addObserver(metrics.observer()).build()) {
            poll(gateway, "plant");
            poll(gateway, "depot");
        }

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void tagsTellGatewaysApart() throws Exception {
        WwepMetrics north = new WwepMetrics(Tags.of("gateway", "north"));
        WwepMetrics south = new WwepMetrics(Tags.of("gateway", "south"));
        north.bindTo(registry);
        south.bindTo(registry);
        try (Gateway one = Gateway.create().addObserver(north.observer()).build();
                Gateway other = Gateway.create().addObserver(south.observer()).build()) {
            poll(one, "plant");
            poll(other, "plant");

            assertThat(registry.get("wwep.gateway.watches")
                            .tag("gateway", "south")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(registry.find("wwep.gateway.watches").gauges()).hasSize(2);
        }
    }

    /** Adds an endpoint, and waits for the first reading of a watch. */
    private GatewayEndpoint poll(Gateway gateway, String name) throws InterruptedException {
        GatewayEndpoint endpoint = gateway.endpoint(name, server.client());
        GatewayDevice device = gateway.device(name, endpoint, DeviceId.of(0x0FAC));
        CountDownLatch read = new CountDownLatch(1);
        device.watch(Register.uint16(0x0B)).every(Duration.ofMillis(20)).start(reading -> read.countDown());
        assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
        return endpoint;
    }
}
