package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WwepClientBuilderTest {

    private final WwepClientBuilder builder = WwepClient.create("wwep.local");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "http://wwep.local",
                "wwep local",
                "wwep.local/x",
                "user@wwep.local",
                "[wwep.local",
                "1::2::3",
                "1::2::3%eth0",
                "10.0.0.7%eth0",
                "fe80::1%",
                "büro lampe",
                "xn--a%b"
            })
    void aHostThatIsNeitherNameNorAddressIsRefused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepClient.create(host))
                .withMessageContaining("is not a host name or an IP address");
    }

    @Test
    void aHostWithAPortIsRejectedWithTheMethodForThePort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepClient.create("wwep.local:27708"))
                .withMessageContaining("port(");
    }

    @Test
    void anInternationalizedNameIsDialledAsTheNameServiceHasIt() {
        try (WwepClient client = WwepClient.create("büro.example").build()) {
            assertThat(client.toString()).endsWith("xn--bro-hoa.example:27708");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wwep.local", "localhost", "10.0.0.7", "::1", "[fe80::1]", "my_host", "WWEP-1"})
    void namesAndAddressesAreAccepted(String host) {
        try (WwepClient client = WwepClient.create(host).build()) {
            assertThat(client.toString()).endsWith(":27708");
        }
    }

    @Test
    void settingsOutOfRangeAreRefusedAtOnceWithTheirRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.port(0)).withMessageContaining("1 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.port(65536))
                .withMessageContaining("1 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.trafficClass(256))
                .withMessageContaining("0 to 255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.deadline(Duration.ZERO))
                .withMessageContaining("deadline");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.lookupTimeout(Duration.ofMillis(-1)))
                .withMessageContaining("lookup timeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.connectTimeout(Duration.ofDays(2)))
                .withMessageContaining("1 ms to 1 day");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.replyTimeout(Duration.ofNanos(1)))
                .withMessageContaining("reply timeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.keepAlive(Duration.ofMillis(10), Duration.ofSeconds(1), 1))
                .withMessageContaining("idle time");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.keepAlive(Duration.ofSeconds(1), Duration.ofDays(1), 1))
                .withMessageContaining("interval");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.keepAlive(Duration.ofSeconds(1), Duration.ofSeconds(1), 0))
                .withMessageContaining("1 to 127");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.fallbackAddress("wwep.example"))
                .withMessageContaining("not an IP address");
    }

    @Test
    void aFallbackForAHostThatIsAnAddressIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepClient.create("10.0.0.7")
                        .fallbackAddress("198.51.100.3")
                        .build())
                .withMessageContaining("leave one of them out");
    }
}
