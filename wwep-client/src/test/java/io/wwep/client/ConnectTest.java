package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wwep.client.internal.HostResolver;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Opening a connection: names, addresses, options. */
class ConnectTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    @Test
    void connectFailsFastIfNothingListensAndSaysWhatToCheck() throws Exception {
        int port = portWhereNothingListens();
        assertThatThrownBy(() -> WwepClient.create("127.0.0.1").port(port).connect())
                .isInstanceOfSatisfying(WwepConnectException.class, e -> {
                    assertThat(e.phase()).isEqualTo(Phase.CONNECT);
                    assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
                })
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("refused")
                .hasMessageContaining("check");
    }

    @Test
    void buildConnectsOnFirstUseAndTriesAgainOnTheNext() throws Exception {
        int port = portWhereNothingListens();
        try (WwepClient client =
                WwepClient.create("127.0.0.1").port(port).awaitReconnect(true).build()) {
            assertThatThrownBy(() -> client.exchange(WRITE)).isInstanceOf(WwepConnectException.class);
            try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
                assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
                assertThat(peer.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void anUnknownNameFailsInTheResolvePhaseAndNamesIt() {
        HostResolver nobody = host -> {
            throw new UnknownHostException(host);
        };
        assertThatThrownBy(
                        () -> WwepClient.create("nowhere.test").resolver(nobody).connect())
                .isInstanceOfSatisfying(
                        WwepConnectException.class, e -> assertThat(e.phase()).isEqualTo(Phase.RESOLVE))
                .hasMessageContaining("nowhere.test");
    }

    @Test
    void aSlowLookupFailsAtItsTimeoutAndTheNextCallWaitsForTheSameLookup() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger lookups = new AtomicInteger();
        try (ScriptedPeer peer = new ScriptedPeer(accepting())) {
            HostResolver slow = host -> {
                lookups.incrementAndGet();
                Caller.await(answer);
                return addresses("127.0.0.1");
            };
            try (WwepClient client = WwepClient.create("slow.test")
                    .port(peer.port())
                    .resolver(slow)
                    .lookupTimeout(Duration.ofMillis(50))
                    .build()) {
                assertThatThrownBy(() -> client.exchange(WRITE))
                        .isInstanceOfSatisfying(
                                WwepConnectException.class,
                                e -> assertThat(e.phase()).isEqualTo(Phase.RESOLVE))
                        .hasMessageContaining("slow.test")
                        .hasMessageContaining("within the lookup timeout of 50 ms")
                        .hasMessageMatching(".*resolve \\d+ ms.*");
                assertThatThrownBy(() -> client.exchange(WRITE)).isInstanceOf(WwepConnectException.class);
                assertThat(lookups).hasValue(1);
            } finally {
                answer.countDown();
            }
        }
    }

    @Test
    void theFallbackAddressIsDialledWhenTheNameIsUnknownOrItsLookupTakesTooLong() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<HostResolver> useless = List.of(
                host -> {
                    throw new UnknownHostException(host);
                },
                host -> {
                    Caller.await(never);
                    throw new UnknownHostException(host);
                });
        for (HostResolver resolver : useless) {
            try (ScriptedPeer peer = new ScriptedPeer(accepting());
                    WwepClient client = WwepClient.create("wwep.test")
                            .port(peer.port())
                            .resolver(resolver)
                            .lookupTimeout(Duration.ofMillis(50))
                            .fallbackAddress("127.0.0.1")
                            .replyTimeout(Duration.ofSeconds(20))
                            .build()) {
                assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            }
        }
    }

    @Test
    void everyAddressOfANameIsTriedInTurnOfEitherFamily() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = WwepClient.create("many.test")
                        .port(peer.port())
                        .resolver(host -> addresses("::1", "127.0.0.2", "127.0.0.1"))
                        .replyTimeout(Duration.ofSeconds(20))
                        .build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void whenNoAddressAnswersTheMessageNamesEachOfThem() throws Exception {
        int port = portWhereNothingListens();
        assertThatThrownBy(() -> WwepClient.create("many.test")
                        .port(port)
                        .resolver(host -> addresses("127.0.0.2", "127.0.0.1"))
                        .connect())
                .isInstanceOf(WwepConnectException.class)
                .hasMessageContaining("many.test:" + port)
                .hasMessageContaining("127.0.0.2: ")
                .hasMessageContaining("127.0.0.1: ");
    }

    @Test
    void aNameIsLookedUpAgainForEachConnection() throws Exception {
        List<String> order = new ArrayList<>(List.of("127.0.0.2", "127.0.0.1"));
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = WwepClient.create("moving.test")
                        .port(peer.port())
                        .resolver(host -> addresses(order.remove(0)))
                        .reconnect(failures -> Duration.ZERO)
                        .replyTimeout(Duration.ofSeconds(20))
                        .build()) {
            assertThatThrownBy(() -> client.exchange(WRITE)).isInstanceOf(WwepConnectException.class);
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void anIpv6ServerIsReachedByItsAddressWithOrWithoutBrackets() throws Exception {
        assumeTrue(NetworkInterface.getByInetAddress(address("::1")) != null, "this machine has no IPv6");
        try (ServerSocket server = new ServerSocket(0, 5, address("::1"))) {
            for (String host : List.of("::1", "[::1]")) {
                try (WwepClient client = WwepClient.create(host)
                                .port(server.getLocalPort())
                                .connect();
                        Socket accepted = server.accept()) {
                    assertThat(accepted.isConnected()).isTrue();
                    assertThat(client).hasToString("WwepClient of [::1]:" + server.getLocalPort());
                }
            }
        }
    }

    @Test
    void theConnectionComesFromTheLocalAddress() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, address("127.0.0.1"));
                WwepClient client = WwepClient.create("127.0.0.1")
                        .port(server.getLocalPort())
                        .localAddress(address("127.0.0.3"))
                        .connect();
                Socket accepted = server.accept()) {
            assertThat(client).isNotNull();
            assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("127.0.0.3");
        }
    }

    @Test
    void aLocalAddressOfAnotherFamilyIsRejectedWithAnExplanation() throws Exception {
        assertThatThrownBy(() -> WwepClient.create("127.0.0.1")
                        .localAddress(address("::1"))
                        .connect())
                .isInstanceOf(WwepConnectException.class)
                .hasMessageContaining("no address of the same family as the local address");
    }

    @Test
    void socketsOfTheUsersFactoryAreUsedAndHaveTheConfiguredOptions() throws Exception {
        GatedSockets factory = new GatedSockets();
        factory.gate.countDown();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client()
                        .socketFactory(factory)
                        .trafficClass(0x20)
                        .keepAlive(Duration.ofSeconds(60), Duration.ofSeconds(7), 4)
                        .build()) {
            client.exchange(WRITE);
            client.exchange(WRITE);
            Socket socket = factory.made.get(0);
            assertThat(factory.made).hasSize(1);
            assertThat(socket.getTcpNoDelay()).isTrue();
            assertThat(socket.getTrafficClass()).isEqualTo(0x20);
            assertThat(socket.getKeepAlive()).isTrue();
            for (java.net.SocketOption<?> option : socket.supportedOptions()) {
                switch (option.name()) {
                    case "TCP_KEEPIDLE" ->
                        assertThat((Object) socket.getOption(option)).isEqualTo(60);
                    case "TCP_KEEPINTERVAL" ->
                        assertThat((Object) socket.getOption(option)).isEqualTo(7);
                    case "TCP_KEEPCOUNT" ->
                        assertThat((Object) socket.getOption(option)).isEqualTo(4);
                    default -> {}
                }
            }
        }
    }

    @Test
    void keepAliveCanBeTurnedOff() throws Exception {
        GatedSockets factory = new GatedSockets();
        factory.gate.countDown();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client =
                        peer.client().socketFactory(factory).withoutKeepAlive().connect()) {
            assertThat(client).isNotNull();
            assertThat(factory.made.get(0).getKeepAlive()).isFalse();
        }
    }

    @Test
    void aConnectionForOneExchangeIsNotProbed() throws Exception {
        GatedSockets factory = new GatedSockets();
        factory.gate.countDown();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client()
                        .socketFactory(factory)
                        .mode(ConnectionMode.ONE_SHOT)
                        .connect()) {
            assertThat(client).isNotNull();
            assertThat(factory.made.get(0).getKeepAlive()).isFalse();
        }
    }

    @Test
    void anAddressOfAMissingInterfaceIsExplained() {
        assertThatThrownBy(() -> WwepClient.create("fe80::1%eth9").connect())
                .isInstanceOfSatisfying(
                        WwepConnectException.class, e -> assertThat(e.phase()).isEqualTo(Phase.RESOLVE))
                .hasMessageContaining("fe80::1%eth9 cannot be reached: this machine has no network interface eth9");
    }

    @Test
    void anAddressOfAnInterfaceWithoutIpv6AddressesIsExplained() throws Exception {
        String loopback =
                NetworkInterface.getByInetAddress(address("127.0.0.1")).getName();
        assertThatThrownBy(() -> WwepClient.create("fe80::1%" + loopback).connect())
                .hasMessageContaining("the network interface " + loopback + " has no IPv6 address of that scope");
    }

    @Test
    void aSocksProxyOfTheJvmIsNotUsed() throws Exception {
        try (ServerSocket closed = new ServerSocket(0, 1, address("127.0.0.1"))) {
            System.setProperty("socksProxyHost", "127.0.0.1");
            System.setProperty("socksProxyPort", String.valueOf(closed.getLocalPort()));
        }
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        } finally {
            System.clearProperty("socksProxyHost");
            System.clearProperty("socksProxyPort");
        }
    }

    @Test
    void anAddressThatDoesNotAnswerIsAbandonedAtTheConnectTimeout() throws Exception {
        // A listener whose queue is full neither accepts nor refuses connections.
        try (ServerSocket full = new ServerSocket(0, 1, address("127.0.0.1"))) {
            List<Socket> waiting = new ArrayList<>();
            try {
                fill(full, waiting);
                assertThatThrownBy(() -> WwepClient.create("127.0.0.1")
                                .port(full.getLocalPort())
                                .connectTimeout(Duration.ofMillis(100))
                                .connect())
                        .isInstanceOf(WwepConnectException.class)
                        .hasMessageContaining("no answer within the connect timeout of 100 ms")
                        .hasMessageMatching(".*connect \\d{3,} ms.*");
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    private static void fill(ServerSocket listener, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 50; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), 200);
            } catch (java.net.SocketTimeoutException e) {
                return;
            }
        }
        assumeTrue(false, "this system's listeners take connections beyond their queue");
    }

    private static int portWhereNothingListens() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = address(literals[i]);
        }
        return addresses;
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
