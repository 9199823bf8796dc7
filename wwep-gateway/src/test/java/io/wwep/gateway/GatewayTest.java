package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.gateway.register.Register;
import io.wwep.gateway.register.WordOrder;
import io.wwep.protocol.DeviceId;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Endpoints and devices of a gateway. */
class GatewayTest {

    private static final DeviceId BOILER = DeviceId.of(0x0FAC);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Register<Integer> LEVEL = Register.uint16(0x0B);

    @Test
    void namesAreUniqueAndValid() {
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("127.0.0.1"));
            gateway.device("boiler-1", plant, BOILER);

            assertThatThrownBy(() -> gateway.endpoint("plant", WwepClient.create("127.0.0.1")))
                    .hasMessageContaining("there is an endpoint 'plant' already");
            assertThatThrownBy(() -> gateway.device("boiler-1", plant, BOILER))
                    .hasMessageContaining("there is a device 'boiler-1' already");
            for (String wrong : List.of("", "-a", "Plant", "a b", "a".repeat(65))) {
                assertThatThrownBy(() -> gateway.endpoint(wrong, WwepClient.create("127.0.0.1")))
                        .hasMessageContaining("'" + wrong + "' is not a name");
            }
        }
    }

    @Test
    void aBuilderServesOneEndpoint() {
        WwepClientBuilder builder = WwepClient.create("127.0.0.1");
        try (Gateway gateway = Gateway.create().build()) {
            gateway.endpoint("plant", builder);

            assertThatThrownBy(() -> gateway.endpoint("other", builder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("belongs to endpoint 'plant' already");
        }
    }

    @Test
    void nothingWorksAfterClose() {
        Gateway gateway = Gateway.create().build();
        GatewayEndpoint plant = gateway.endpoint("plant", WwepClient.create("127.0.0.1"));
        GatewayDevice boiler = gateway.device("boiler", plant, BOILER);
        gateway.close();
        gateway.close();

        assertThatThrownBy(() -> gateway.endpoint("other", WwepClient.create("127.0.0.1")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> boiler.read(LEVEL)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> boiler.watch(LEVEL).start(reading -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(plant.status().state()).isEqualTo(EndpointState.CLOSED);
        assertThat(gateway.health().status()).isEqualTo(GatewayHealth.Status.DOWN);
    }

    @Test
    void aDeadEndpointDegradesTheHealthAndDelaysNoOther() throws Exception {
        try (WwepTestServer alive = WwepTestServer.start();
                WwepTestServer dead = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            dead.fault(Fault.stall().onAccept().untilCleared());
            GatewayDevice mute = gateway.device(
                    "mute", gateway.endpoint("dead", dead.client().replyTimeout(Duration.ofMillis(50))), BOILER);
            GatewayDevice well = gateway.device("well", gateway.endpoint("alive", alive.client()), BOILER);
            alive.put(0x0FAC, 0x0B, 7);
            assertThat(gateway.health().status()).isEqualTo(GatewayHealth.Status.UP);
            Readings<Integer> stale = new Readings<>();
            Readings<Integer> good = new Readings<>();

            mute.watch(LEVEL).every(TICK).start(stale);
            well.watch(LEVEL).every(TICK).start(good);

            assertThat(stale.next().quality()).isEqualTo(Quality.STALE);
            assertThat(good.next().value()).isEqualTo(7);
            GatewayHealth health = gateway.health();
            assertThat(health.status()).isEqualTo(GatewayHealth.Status.DEGRADED);
            assertThat(health.endpoints().get("dead")).startsWith("down: ").contains("1 stale");
            assertThat(health.endpoints().get("alive")).startsWith("up; 1 watch");
        }
    }

    @Test
    void endpointsComeAndGoWhileOthersArePolled() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            server.put(0x0FAC, 0x0B, 7);
            Readings<Integer> steady = new Readings<>();
            gateway.device("steady", gateway.endpoint("steady", server.client()), BOILER)
                    .watch(LEVEL)
                    .every(TICK)
                    .always()
                    .start(steady);
            for (int i = 0; i < 20; i++) {
                GatewayEndpoint passing = gateway.endpoint("passing", server.client());
                Readings<Integer> readings = new Readings<>();
                gateway.device("passing", passing, BOILER)
                        .watch(LEVEL)
                        .every(TICK)
                        .start(readings);
                readings.next();
                passing.remove();
                steady.next();
            }
            assertThat(gateway.endpoints()).extracting(GatewayEndpoint::name).containsExactly("steady");
            assertThat(gateway.devices()).extracting(GatewayDevice::name).containsExactly("steady");
        }
    }

    @Test
    void aRegisterIsReadOncePerPollHoweverManyWatchIt() throws Exception {
        CountDownLatch polled = new CountDownLatch(5);
        GatewayObserver observer = new GatewayObserver() {
            @Override
            public void polled(GatewayEndpoint endpoint, long lateness, long nanos, boolean succeeded) {
                polled.countDown();
            }
        };
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().addObserver(observer).build()) {
            server.put(0x0FAC, 0x0B, 7);
            GatewayEndpoint plant = gateway.endpoint("plant", server.client());
            GatewayDevice boiler = gateway.device("boiler", plant, BOILER);
            for (int i = 0; i < 5; i++) {
                boiler.watch(LEVEL).every(Duration.ofMillis(40)).start(reading -> {});
            }
            polled.await();
            plant.remove();
            assertThat(server.exchanges()).isBetween(5, (int) plant.status().polls() + 2);
        }
    }

    @Test
    void valuesAreReadAndWritten() throws Exception {
        try (WwepTestServer server = WwepTestServer.start();
                Gateway gateway = Gateway.create().build()) {
            GatewayDevice boiler = gateway.device("boiler", gateway.endpoint("plant", server.client()), BOILER);
            Register<Long> energy = Register.uint32(0x20, WordOrder.HIGH_FIRST);
            assertThat(boiler.find(energy)).isEmpty();

            boiler.write(energy, 0x12345678L);
            boiler.write(Register.bit(5, 3), true);
            boiler.write(Register.bit(5, 0), true);

            assertThat(boiler.read(energy)).isEqualTo(0x12345678L);
            assertThat(server.find(0x0FAC, 0x20)).hasValue(0x1234);
            assertThat(server.find(0x0FAC, 5)).hasValue(0b1001);
            assertThatThrownBy(() -> boiler.write(LEVEL, 65536)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
