package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WwepServerBuilderTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aPortOutOfRangeIsRefused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepServer.create().plain(port))
                .withMessage("port " + port + " is out of range: it must be 0 to 65535, and 0 picks a free one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aLimitThatAdmitsNobodyIsRefused(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepServer.create().maxConnections(count))
                .withMessageContaining(String.valueOf(count))
                .withMessageContaining("must be 1 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999S", "PT2147483.648S", "PT10000000000000S"})
    void aTimeOutOfRangeIsRefused(Duration time) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepServer.create().idleTimeout(time))
                .withMessageStartingWith("an idle timeout of")
                .withMessageContaining("1 ms to 2147483647 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepServer.create().messageTimeout(time))
                .withMessageStartingWith("a message timeout of")
                .withMessageContaining("1 ms to 2147483647 ms");
    }

    @Test
    void theLimitsOfTheRangesAreTaken() throws IOException {
        Duration longest = Duration.ofMillis(Integer.MAX_VALUE);
        try (WwepServer server = WwepServer.create()
                .plain(0)
                .maxConnections(1)
                .idleTimeout(longest)
                .messageTimeout(longest)
                .start()) {
            assertThat(Peer.ask(server, "R0BAC0B")).isEqualTo("X");
        }
    }

    @Test
    void aServerWithoutAPortIsRefusedWithWhatToDo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> WwepServer.create().start())
                .withMessage("the server has no port to listen on: call plain(port) or tls(port,"
                        + " identity), 0 picks a free one");
    }

    @Test
    void aPortInUseIsNamedWithItsAddress() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> WwepServer.create().plain(server.port()).start())
                    .withMessageContaining("cannot listen on 127.0.0.1:" + server.port())
                    .withMessageContaining("in use")
                    .withMessageContaining("Choose another port")
                    .withCauseInstanceOf(BindException.class);
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() throws IOException {
        // 192.0.2.0/24 is for documentation: no machine has an address of it.
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> WwepServer.create().plain(0).bind(elsewhere).start())
                .withMessageContaining("cannot listen on 192.0.2.1:0")
                .withMessageContaining("check that the address is this machine's");
    }

    @Test
    void aServerListensOnLoopbackOnlyUnlessToldOtherwise() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            assertThat(server.address().getAddress()).isEqualTo(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void aServerListensOnTheAddressItWasTold() throws IOException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        InetAddress sixth = InetAddress.getByAddress(loopback);
        assumeTrue(hasAddress(sixth), "this machine has no IPv6 loopback");
        try (WwepServer server = WwepServer.create().plain(0).bind(sixth).start()) {
            assertThat(server.address().getAddress()).isEqualTo(sixth);
            assertThat(Peer.ask(server, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
        }
    }

    @Test
    void aBuilderStartsServersThatShareNothingButWhatTheyWereGiven() throws IOException {
        WwepServerBuilder builder = WwepServer.create().plain(0);
        try (WwepServer one = builder.start();
                WwepServer two = builder.start()) {
            assertThat(Peer.ask(one, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
            assertThat(Peer.ask(two, "R0FAC0B")).isEqualTo("X");
        }
        builder.store(RegisterStore.inMemory());
        try (WwepServer one = builder.start();
                WwepServer two = builder.start()) {
            assertThat(Peer.ask(one, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
            assertThat(Peer.ask(two, "R0FAC0B")).isEqualTo("A0FAC0B1234");
        }
    }

    private static boolean hasAddress(InetAddress address) throws IOException {
        return java.net.NetworkInterface.getByInetAddress(address) != null;
    }
}
