package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wwep.server.store.RegisterStore;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.TlsMaterialException;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WwepServerBuilderTest {

    private static final WwepTls CLIENTS = WwepTls.trustingPem(TestTls.ROOT.certificatePem());

    private TlsIdentity identity;

    @BeforeEach
    void writeIdentity(@TempDir Path folder) {
        identity = TestTls.identity(folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aPortOutOfRangeIsRefused(int port) {
        String message = "port " + port + " is out of range: it must be 0 to 65535, and 0 picks a free one";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepServer.create().plain(port))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepServer.create().tls(port, identity))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aLimitOfLessThanOneConnectionIsRefused(int count) {
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
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WwepServer.create().handshakeTimeout(time))
                .withMessageStartingWith("a handshake timeout of")
                .withMessageContaining("1 ms to 2147483647 ms");
    }

    @Test
    void theLimitsOfTheRangesAreAccepted() throws IOException {
        Duration longest = Duration.ofMillis(Integer.MAX_VALUE);
        try (WwepServer server = WwepServer.create()
                .plain(0)
                .tls(0, identity)
                .idleTimeout(longest)
                .messageTimeout(longest)
                .handshakeTimeout(longest)
                .start()) {
            assertThat(Peer.ask(server, TestTls.TRUST, "R0BAC0B")).isEqualTo("X");
        }
    }

    @Test
    void aServerWithoutAPortIsRefusedWithARemedy() {
        assertThatIllegalStateException()
                .isThrownBy(() -> WwepServer.create().start())
                .withMessage("the server has no port to listen on: call plain(port) or tls(port,"
                        + " identity), 0 picks a free one");
    }

    @Test
    void aMissingListenerIsNamedWithARemedy() throws IOException {
        try (WwepServer plain = WwepServer.create().plain(0).start()) {
            assertThatIllegalStateException()
                    .isThrownBy(plain::tlsPort)
                    .withMessageContaining("has no TLS port: use port()");
            assertThatIllegalStateException()
                    .isThrownBy(plain::tlsAddress)
                    .withMessageContaining("tls(port, identity)");
        }
        try (WwepServer secure = WwepServer.create().tls(0, identity).start()) {
            assertThatIllegalStateException()
                    .isThrownBy(secure::port)
                    .withMessageContaining("has no plain port: use tlsPort()");
            assertThatIllegalStateException().isThrownBy(secure::address).withMessageContaining("plain(port)");
        }
    }

    @Test
    void plainAndTlsOnOnePortAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        WwepServer.create().plain(27708).tls(27708, identity).start())
                .withMessage("plain WWEP and TLS cannot share port 27708: give each its own");
    }

    @Test
    void clientCertificatesWithoutTlsAreRefused() {
        for (WwepServerBuilder builder : List.of(
                WwepServer.create().plain(0).wantClientCertificates(CLIENTS),
                WwepServer.create().plain(0).requireClientCertificates(CLIENTS))) {
            assertThatIllegalStateException()
                    .isThrownBy(builder::start)
                    .withMessageContaining("only TLS has client certificates: call tls(port, identity) too");
        }
    }

    @Test
    void clientCertificatesBothWantedAndRequiredAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> WwepServer.create()
                        .tls(0, identity)
                        .wantClientCertificates(CLIENTS)
                        .requireClientCertificates(CLIENTS)
                        .start())
                .withMessageContaining("both wanted and required");
    }

    @Test
    void trustSettingsThatAServerCannotUseAreRefused() {
        for (WwepTls clients : List.of(
                WwepTls.unverified(),
                CLIENTS.expectingName("lamp"),
                CLIENTS.identity(identity),
                WwepTls.of(identity.context()))) {
            assertThatExceptionOfType(TlsMaterialException.class)
                    .isThrownBy(() -> WwepServer.create()
                            .tls(0, identity)
                            .requireClientCertificates(clients)
                            .start())
                    .withMessageContaining("leave");
        }
    }

    @Test
    void aTlsPortInUseLeavesThePlainPortFree() throws IOException {
        int free;
        try (WwepServer probe = WwepServer.create().plain(0).start()) {
            free = probe.port();
        }
        try (WwepServer other = WwepServer.create().tls(0, identity).start()) {
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> WwepServer.create()
                            .plain(free)
                            .tls(other.tlsPort(), identity)
                            .start())
                    .withMessageContaining("cannot listen on 127.0.0.1:" + other.tlsPort());
            try (WwepServer next = WwepServer.create().plain(free).start()) {
                assertThat(Peer.ask(next, "R0BAC0B")).isEqualTo("X");
            }
        }
    }

    @Test
    void aPortInUseIsReportedWithItsAddress() throws IOException {
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
    void aForeignAddressIsReported() throws IOException {
        // 192.0.2.0/24 is reserved for documentation, so no machine has such an address.
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> WwepServer.create().plain(0).bind(elsewhere).start())
                .withMessageContaining("cannot listen on 192.0.2.1:0")
                .withMessageContaining("check that the address is this machine's");
    }

    @Test
    void aServerListensOnLoopbackByDefault() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            assertThat(server.address().getAddress()).isEqualTo(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void aServerListensOnTheConfiguredAddress() throws IOException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        InetAddress ipv6Loopback = InetAddress.getByAddress(loopback);
        assumeTrue(hasAddress(ipv6Loopback), "this machine has no IPv6 loopback");
        try (WwepServer server = WwepServer.create().plain(0).bind(ipv6Loopback).start()) {
            assertThat(server.address().getAddress()).isEqualTo(ipv6Loopback);
            assertThat(Peer.ask(server, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
        }
    }

    @Test
    void serversOfOneBuilderShareOnlyAConfiguredStore() throws IOException {
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
