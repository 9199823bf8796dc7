package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.internal.HostResolver;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name that has several addresses, some of which do not answer. */
class DeadAddressTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    private static HostResolver addresses(String... literals) {
        return host -> {
            InetAddress[] addresses = new InetAddress[literals.length];
            for (int i = 0; i < literals.length; i++) {
                addresses[i] = address(literals[i]);
            }
            return addresses;
        };
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private static WwepClientBuilder client(int port, String... addresses) {
        return WwepClient.create("many.test")
                .port(port)
                .resolver(addresses(addresses))
                .replyTimeout(Duration.ofSeconds(20))
                .deadline(Duration.ofSeconds(30));
    }

    @Test
    void theSecondAddressIsReachedWithinADeadlineThatTheFirstWouldExceed() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                SilentListener silent = new SilentListener("127.0.0.2", peer.port());
                WwepClient client = client(silent.port(), "127.0.0.2", "127.0.0.1")
                        .connectTimeout(Duration.ofHours(1))
                        .deadline(Duration.ofSeconds(15))
                        .build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aFutureReachesTheSecondAddressToo() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                SilentListener silent = new SilentListener("127.0.0.2", peer.port());
                WwepClient client = client(silent.port(), "127.0.0.2", "127.0.0.1")
                        .connectTimeout(Duration.ofHours(1))
                        .deadline(Duration.ofSeconds(15))
                        .build()) {
            assertThat(client.exchangeAsync(WRITE))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
        }
    }

    /** The next address is tried in time for that, whatever the limits of the first. */
    @Test
    void aDeadlineOfTwoSecondsIsEnoughForTheSecondAddress() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), accepting());
                SilentListener silent = new SilentListener("127.0.0.2", peer.port());
                WwepClient one = client(silent.port(), "127.0.0.2", "127.0.0.1")
                        .connectTimeout(Duration.ofHours(1))
                        .deadline(Duration.ofSeconds(2))
                        .build();
                WwepClient other = client(silent.port(), "127.0.0.2", "127.0.0.1")
                        .connectTimeout(Duration.ofHours(1))
                        .deadline(Duration.ofSeconds(2))
                        .build()) {
            assertThat(one.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(other.exchangeAsync(WRITE))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
        }
    }

    @Test
    @Timeout(30)
    void severalSilentAddressesTogetherDoNotCostTheirConnectTimeouts() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                SilentListener one = new SilentListener("127.0.0.2", peer.port());
                SilentListener two = new SilentListener("127.0.0.3", peer.port());
                WwepClient client = client(peer.port(), "127.0.0.2", "127.0.0.3", "127.0.0.1")
                        .connectTimeout(Duration.ofHours(1))
                        .deadline(Duration.ofHours(2))
                        .build()) {
            assertThat(one.port()).isEqualTo(two.port());
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void anExchangeOnANewConnectionBeginsWithTheAddressThatLastWorked() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(acceptingOne(), acceptingOne());
                WwepClient client = client(peer.port(), "127.0.0.2", "127.0.0.1")
                        .mode(ConnectionMode.ONE_SHOT)
                        .build()) {
            client.exchange(WRITE);
            try (ServerSocketChannel first = ServerSocketChannel.open()) {
                first.bind(new InetSocketAddress(address("127.0.0.2"), peer.port()));
                first.configureBlocking(false);

                client.exchange(WRITE);

                assertThat(first.accept()).isNull();
            }
        }
    }

    @Test
    void anAddressThatAnswersLateIsNotAbandonedForTheNext() throws Exception {
        try (SilentListener late = new SilentListener("127.0.0.2", 0);
                SilentListener silent = new SilentListener("127.0.0.3", late.port())) {
            WwepClientBuilder builder =
                    client(silent.port(), "127.0.0.2", "127.0.0.3").connectTimeout(Duration.ofSeconds(20));
            Caller caller = Caller.of(builder::connect);
            caller.whenWaiting();

            late.acceptAll();

            try (Socket accepted = late.accept();
                    WwepClient client = (WwepClient) caller.outcome()) {
                assertThat(client).isNotNull();
                assertThat(accepted.isConnected()).isTrue();
            }
        }
    }

    @Test
    void whenNoAddressAnswersTheMessageNamesEachAndWhy() throws Exception {
        try (SilentListener silent = new SilentListener("127.0.0.2", 0);
                WwepClient client = client(silent.port(), "127.0.0.2", "127.0.0.1")
                        .connectTimeout(Duration.ofMillis(400))
                        .build()) {
            assertThat(Caller.of(() -> client.exchange(WRITE)).failure())
                    .isInstanceOf(WwepConnectException.class)
                    .hasMessageContaining("127.0.0.2: no answer within the connect timeout of 400 ms")
                    .hasMessageContaining("127.0.0.1: Connection refused");
        }
    }

    @Test
    void aCloseFreesTheCallerWhileNoAddressAnswers() throws Exception {
        try (SilentListener one = new SilentListener("127.0.0.2", 0);
                SilentListener two = new SilentListener("127.0.0.3", one.port())) {
            WwepClient client = patient(two.port());
            Caller caller = Caller.of(() -> client.exchange(WRITE));
            caller.whenIn("select");

            client.close();

            assertThat(caller.failure()).isInstanceOf(WwepConnectionLostException.class);
        }
    }

    @Test
    void anInterruptFreesTheCallerWhileNoAddressAnswers() throws Exception {
        try (SilentListener one = new SilentListener("127.0.0.2", 0);
                SilentListener two = new SilentListener("127.0.0.3", one.port());
                WwepClient client = patient(two.port())) {
            Caller caller = Caller.of(() -> client.exchange(WRITE));
            caller.whenIn("select");

            caller.interrupt();

            assertThat(caller.failure()).isInstanceOf(WwepInterruptedException.class);
        }
    }

    private static WwepClient patient(int port) {
        return client(port, "127.0.0.2", "127.0.0.3")
                .connectTimeout(Duration.ofHours(1))
                .deadline(Duration.ofHours(2))
                .build();
    }

    /** Creates sockets for which the first address times out at once, and records their connect timeouts. */
    private static final class Impatient extends GatedSockets {

        private final List<Integer> limits = new CopyOnWriteArrayList<>();

        Impatient() {
            gate.countDown();
        }

        @Override
        protected Socket make() {
            return new Socket() {
                @Override
                public void connect(SocketAddress server, int timeout) throws IOException {
                    limits.add(timeout);
                    if (((InetSocketAddress) server).getAddress().equals(address("127.0.0.2"))) {
                        throw new SocketTimeoutException("Connect timed out");
                    }
                    super.connect(server, timeout);
                }
            };
        }
    }

    @Test
    void theAddressesShareTheDeadlineWithSocketsOfAFactory() throws Exception {
        Impatient sockets = new Impatient();
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = client(peer.port(), "127.0.0.2", "127.0.0.1")
                        .connectTimeout(Duration.ofHours(1))
                        .socketFactory(sockets)
                        .build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
            assertThat(sockets.limits.get(0)).isLessThanOrEqualTo(15_000);
            assertThat(sockets.limits.get(1)).isGreaterThan(15_000);
        }
    }

    @Test
    void theMessageNamesTheExceededShareOfAnAddress() throws Exception {
        try (WwepClient client = client(1, "127.0.0.2", "127.0.0.1")
                .connectTimeout(Duration.ofHours(1))
                .socketFactory(new Impatient())
                .build()) {
            assertThat(Caller.of(() -> client.exchange(WRITE)).failure())
                    .hasMessageMatching(
                            ".*127\\.0\\.0\\.2: no answer within \\d+ ms, its share of the deadline of 30 s; .*");
        }
    }
}
