package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The longest pause between attempts to connect. */
class CappedReconnectTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void thePolicyDecidesHowLongAPauseIs() {
        assertThat(capped(failures -> TEN_SECONDS).delayAfter(1)).isEqualTo(TEN_SECONDS);
    }

    @Test
    void withoutWatchesNoPauseIsTooLong() {
        CappedReconnect capped = capped(failures -> TEN_SECONDS);
        assertThat(capped.longestDelay()).isGreaterThan(Duration.ofDays(365));

        capped.shortestInterval(Duration.ofHours(1).toNanos());
        capped.shortestInterval(Long.MAX_VALUE);
        assertThat(capped.longestDelay()).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void aPauseIsAtMostTheShortestIntervalButNotCappedBelowTwoSeconds() {
        CappedReconnect capped = capped(failures -> TEN_SECONDS);
        capped.shortestInterval(Duration.ofSeconds(5).toNanos());
        assertThat(capped.longestDelay()).isEqualTo(Duration.ofSeconds(5));

        capped.shortestInterval(Duration.ofMillis(10).toNanos());
        assertThat(capped.longestDelay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aPolicyThatLimitsItsPausesFurtherDecides() {
        ReconnectPolicy limited = new ReconnectPolicy() {
            @Override
            public Duration delayAfter(int failures) {
                return TEN_SECONDS;
            }

            @Override
            public Duration longestDelay() {
                return Duration.ofSeconds(1);
            }
        };
        CappedReconnect capped = capped(limited);
        capped.shortestInterval(Duration.ofSeconds(5).toNanos());

        assertThat(capped.longestDelay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aShorterWatchEndsALongPauseThatHasBegun() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        ReconnectPolicy hourly = failures -> {
            attempts.incrementAndGet();
            two.countDown();
            return Duration.ofHours(1);
        };
        try (Gateway gateway = Gateway.create().build()) {
            GatewayEndpoint plant = gateway.endpoint(
                    "plant",
                    WwepClient.create("127.0.0.1")
                            .port(portWhereNothingListens())
                            .reconnect(hourly));
            GatewayDevice boiler = gateway.device("boiler", plant, DeviceId.of(0x0FAC));
            Readings<Integer> readings = new Readings<>();
            boiler.watch(Register.uint16(1)).every(Duration.ofHours(1)).start(readings);
            assertThat(readings.next().quality()).isEqualTo(Quality.STALE);
            assertThat(attempts).hasValue(1);

            boiler.watch(Register.uint16(2)).every(Duration.ofMillis(10)).start(reading -> {});

            assertThat(two.await(20, TimeUnit.SECONDS)).isTrue(); // after 2 s
        }
    }

    private static int portWhereNothingListens() throws Exception {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }

    private static CappedReconnect capped(ReconnectPolicy policy) {
        return new CappedReconnect("plant", policy);
    }
}
