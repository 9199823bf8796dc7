package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.client.internal.HostResolver;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * User code may throw or return invalid results. The failure or the log names that code and the remedy; at most one call is
 * affected, and none after it. For the supplier of TLS contexts, see {@link TlsExchangeTest} and {@link TlsFailureTest}.
 */
class BrokenUserCodeTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final AtomicBoolean fails = new AtomicBoolean(true);

    private void failOnce() {
        if (fails.getAndSet(false)) {
            throw new IllegalStateException("the user's");
        }
    }

    /** Returns a factory that creates this socket first, and ordinary ones afterward. */
    private SocketFactory firstGiving(Callable<@Nullable Socket> first) {
        GatedSockets factory = new GatedSockets() {
            @Override
            protected Socket make() throws IOException {
                if (!fails.getAndSet(false)) {
                    return super.make();
                }
                try {
                    return unchecked(first.call());
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        };
        factory.gate.countDown();
        return factory;
    }

    /** Lets code return null although its signature does not allow it. */
    @SuppressWarnings("NullAway")
    private static <T> T unchecked(@Nullable T value) {
        return value;
    }

    private SocketFactory failingOnce() {
        return firstGiving(() -> {
            throw new IllegalStateException("the user's");
        });
    }

    private static void failsOnceOnly(SocketFactory sockets, String... message) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().socketFactory(sockets).build()) {
            assertThat(Caller.of(() -> client.exchange(READ)).failure())
                    .isInstanceOf(WwepConnectException.class)
                    .message()
                    .contains(message);
            assertThat(Caller.of(() -> client.exchange(READ)).outcome()).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aSocketFactoryThatReturnsNullFailsItsCallAndNoneAfterIt() throws Exception {
        failsOnceOnly(
                firstGiving(() -> null),
                "the socket factory returned null",
                "createSocket() must return a new, unconnected socket");
    }

    @Test
    void aSocketFactoryThatReturnsAClosedSocketFailsItsCallAndNoneAfterIt() throws Exception {
        failsOnceOnly(
                firstGiving(() -> {
                    Socket closed = new Socket();
                    closed.close();
                    return closed;
                }),
                "the socket factory returned a socket that is closed");
    }

    @Test
    void aSocketFactoryThatReturnsAConnectedSocketFailsItsCallAndNoneAfterIt() throws Exception {
        try (ScriptedPeer elsewhere = new ScriptedPeer(Talk::untilEnd)) {
            Socket connected = new Socket(InetAddress.getLoopbackAddress(), elsewhere.port());
            failsOnceOnly(firstGiving(() -> connected), "the socket factory returned a socket that is connected");
            assertThat(connected.isClosed()).isTrue();
        }
    }

    @Test
    void aSocketFactoryWithoutUnconnectedSocketsIsNamed() throws Exception {
        failsOnceOnly(
                firstGiving(() -> {
                    throw new SocketException("Unconnected sockets not implemented");
                }),
                "the socket factory failed: Unconnected sockets not implemented");
    }

    @Test
    void aSocketFactoryThatThrowsFailsItsCallAndNoneAfterIt() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().socketFactory(failingOnce()).build()) {
            assertThat(Caller.of(() -> client.exchange(READ)).failure())
                    .isInstanceOf(WwepConnectException.class)
                    .hasMessageContaining("the socket factory failed: java.lang.IllegalStateException: the user's");
            assertThat(Caller.of(() -> client.exchange(READ)).outcome()).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aSocketFactoryThatThrowsAnErrorFailsItsCallAndNoneAfterIt() throws Exception {
        SocketFactory sockets = firstGiving(() -> {
            throw new AssertionError("the user's");
        });
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().socketFactory(sockets).build()) {
            assertThat(Caller.of(() -> client.exchange(READ)).failure()).isInstanceOf(AssertionError.class);
            assertThat(Caller.of(() -> client.exchange(READ)).outcome()).hasToString("A0FAC0B1234");
        }
    }

    @Test
    void aSocketFactoryThatThrowsFailsItsFutureAndNoneAfterIt() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().socketFactory(failingOnce()).build()) {
            assertThat(client.exchangeAsync(READ))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessage("the user's");
            assertThat(client.exchangeAsync(READ))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
        }
    }

    /** Returns the failure of a call whose server is gone, when the policy is first called; the next call succeeds. */
    private Throwable failureWith(ReconnectPolicy firstAsked) throws Exception {
        int port;
        try (ScriptedPeer gone = new ScriptedPeer()) {
            port = gone.port();
        }
        try (LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = WwepClient.create("127.0.0.1")
                        .port(port)
                        .reconnect(failures ->
                                fails.getAndSet(false) ? firstAsked.delayAfter(failures) : Duration.ofHours(1))
                        .build()) {
            Throwable failure = Caller.of(() -> client.exchange(READ)).failure();
            assertThat(failure)
                    .isInstanceOf(WwepConnectException.class)
                    .hasMessageStartingWith("could not connect to 127.0.0.1:" + port);
            assertThat(log.warnings()).singleElement().asString().contains("the reconnect policy");
            try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
                assertThat(Caller.of(() -> client.exchange(READ)).outcome()).hasToString("A0FAC0B1234");
                assertThat(peer.connections()).isEqualTo(1);
            }
            return failure;
        }
    }

    @Test
    void aReconnectPolicyThatThrowsDoesNotHideWhyConnectingFailed() throws Exception {
        assertThat(failureWith(failures -> {
                    throw new IllegalStateException("the user's");
                }))
                .hasSuppressedException(new IllegalStateException("the user's"));
    }

    @Test
    void aReconnectPolicyThatReturnsNullDoesNotHideWhyConnectingFailed() throws Exception {
        assertThat(failureWith(failures -> unchecked(null)).getSuppressed())
                .singleElement()
                .asString()
                .contains("the reconnect policy returned null", "return Duration.ZERO");
    }

    @Test
    void aReconnectPolicyThatReturnsANegativeDelayDoesNotHideWhyConnectingFailed() throws Exception {
        assertThat(failureWith(failures -> Duration.ofSeconds(-1)).getSuppressed())
                .singleElement()
                .asString()
                .contains("the reconnect policy returned PT-1S", "return Duration.ZERO");
    }

    @Test
    void aReconnectPolicyMayReturnTheLongestDelay() throws Exception {
        try (ScriptedPeer gone = new ScriptedPeer()) {
            gone.stopListening();
            try (WwepClient client = gone.client()
                    .reconnect(failures -> Duration.ofSeconds(Long.MAX_VALUE))
                    .build()) {
                assertThat(Caller.of(() -> client.exchange(READ)).failure()).isInstanceOf(WwepConnectException.class);
                assertThat(Caller.of(() -> client.exchange(READ)).failure())
                        .isInstanceOf(WwepConnectException.class)
                        .hasMessageContaining("the next is made in");
            }
        }
    }

    /** Returns the failure of a call whose resolver does this when it is first called; the next call succeeds. */
    private Throwable lookupFailureWith(HostResolver firstAsked) throws Exception {
        HostResolver resolver = host -> fails.getAndSet(false)
                ? firstAsked.resolve(host)
                : new InetAddress[] {InetAddress.getLoopbackAddress()};
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = WwepClient.create("server.test")
                        .port(peer.port())
                        .reconnect(failures -> Duration.ZERO)
                        .resolver(resolver)
                        .build()) {
            Throwable failure = Caller.of(() -> client.exchange(READ)).failure();
            assertThat(Caller.of(() -> client.exchange(READ)).outcome()).hasToString("A0FAC0B1234");
            return failure;
        }
    }

    @Test
    void aResolverThatThrowsFailsItsCallAndNoneAfterIt() throws Exception {
        assertThat(lookupFailureWith(host -> {
                    throw new IllegalStateException("the user's");
                }))
                .isInstanceOf(WwepConnectException.class)
                .hasMessageContaining("server.test could not be looked up: the resolver failed: "
                        + "java.lang.IllegalStateException: the user's");
    }

    @Test
    void aResolverThatReturnsNullFailsItsCallAndNoneAfterIt() throws Exception {
        assertThat(lookupFailureWith(host -> unchecked(null)))
                .isInstanceOf(WwepConnectException.class)
                .hasMessageContaining("server.test could not be looked up: the resolver failed")
                .hasMessageContaining("it returned null; it must throw UnknownHostException");
    }

    @Test
    void aResolverThatReturnsANullAddressFailsItsCallAndNoneAfterIt() throws Exception {
        InetAddress[] withNull = {InetAddress.getLoopbackAddress(), unchecked(null)};
        assertThat(lookupFailureWith(host -> withNull))
                .isInstanceOf(WwepConnectException.class)
                .hasMessageContaining("server.test could not be looked up: the resolver failed")
                .hasMessageContaining("it returned null among the addresses");
    }

    @Test
    void anExecutorThatThrowsDelaysNoFuture() throws Exception {
        Executor executor = work -> {
            failOnce();
            ForkJoinPool.commonPool().execute(work);
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().executor(executor).build()) {
            var first = client.exchangeAsync(READ);
            assertThat(first.handle((reply, failure) -> "over"))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("over");
            assertThat(client.exchangeAsync(READ))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
        }
    }

    @Test
    void anExecutorThatRejectsEverythingDelaysNoFuture() throws Exception {
        Executor shutDown = work -> {
            throw new RejectedExecutionException("shut down");
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().executor(shutDown).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.exchangeAsync(READ))
                        .succeedsWithin(Duration.ofSeconds(20))
                        .hasToString("A0FAC0B1234");
            }
        }
    }

    @Test
    void anExecutorWithoutAThreadLeftDelaysNoFuture() throws Exception {
        Executor exhausted = work -> {
            throw new OutOfMemoryError("no thread left");
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().executor(exhausted).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.exchangeAsync(READ))
                        .succeedsWithin(Duration.ofSeconds(20))
                        .hasToString("A0FAC0B1234");
            }
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
        }
    }

    @Test
    void aRecorderThatThrowsIsLoggedOnceAndAffectsNothing() throws Exception {
        ExchangeRecorder broken = (request, outcome, nanos) -> {
            throw new IllegalStateException("no disk");
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client().addRecorder(broken).build()) {
            client.exchange(READ);
            client.exchangeAll(List.of(READ, READ));
            assertThat(client.readAsync(0x0FAC, 0x0B).get(20, TimeUnit.SECONDS)).isEqualTo(0x1234);
            assertThat(log.warnings()).singleElement().asString().contains("the recorder", "failed");
        }
    }

    /** Returns a listener that throws when the client has connected, and counts exchanges. */
    private static WwepListener throwingAtFirst(CountDownLatch exchanged) {
        return new WwepListener() {
            @Override
            public void connected(InetSocketAddress server, InetSocketAddress local) {
                throw new AssertionError("broken listener");
            }

            @Override
            public void exchanged(WwepRequest request, WwepReply reply, Duration took) {
                exchanged.countDown();
            }
        };
    }

    @Test
    void aListenerThatThrowsIsLoggedAndAffectsNothing() throws Exception {
        CountDownLatch exchanged = new CountDownLatch(2);
        WwepListener broken = throwingAtFirst(exchanged);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                LogCapture log = new LogCapture("io.wwep.client");
                WwepClient client = peer.client().addListener(broken).build()) {
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(exchanged.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("the client continues"));
        }
    }

    @Test
    void aListenerWhoseFailureCannotBeLoggedReceivesTheNextEvent() throws Exception {
        CountDownLatch exchanged = new CountDownLatch(1);
        WwepListener broken = throwingAtFirst(exchanged);
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                ThrowingLog log = new ThrowingLog("the client continues");
                WwepClient client = peer.client().addListener(broken).build()) {
            assertThat(client.exchange(READ)).hasToString("A0FAC0B1234");
            assertThat(exchanged.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(log.hasThrown()).isTrue();
        }
    }

    @Test
    void aRecorderWhoseFailureCannotBeLoggedAffectsNothing() throws Exception {
        ExchangeRecorder broken = (request, outcome, nanos) -> {
            throw new IllegalStateException("no disk");
        };
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                ThrowingLog log = new ThrowingLog("the recorder");
                WwepClient client = peer.client().addRecorder(broken).build()) {
            assertThat(client.exchangeAsync(READ))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
            assertThat(log.hasThrown()).isTrue();
        }
    }

    @Test
    void aLogThatThrowsAsAReplyIsReadFailsItsFutureAndNoneAfterIt() throws Exception {
        failsOneFuture(" < ");
    }

    @Test
    void aLogThatThrowsAsARequestIsSentFailsItsFutureAndNoneAfterIt() throws Exception {
        failsOneFuture(" > ");
    }

    @Test
    void aLogThatThrowsAsARefusalIsReadWhoseTextDoesNotEndFailsItsFutureAndNoneAfterIt() throws Exception {
        ScriptedPeer.Script refusing = talk -> {
            talk.request();
            talk.send("X no").untilEnd();
        };
        try (ScriptedPeer peer = new ScriptedPeer(refusing, accepting());
                ThrowingLog log = new ThrowingLog(" < ");
                WwepClient client = peer.client()
                        .replyTimeout(Duration.ofSeconds(1))
                        .deadline(Duration.ofHours(1))
                        .build()) {
            assertThat(client.exchangeAsync(READ))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("the log's");
            assertThat(log.hasThrown()).isTrue();
            assertThat(client.exchangeAsync(READ))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
        }
    }

    private static void failsOneFuture(String text) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting(), accepting());
                WwepClient client = peer.client()
                        .mode(ConnectionMode.PERSISTENT)
                        .replyTimeout(Duration.ofHours(1))
                        .deadline(Duration.ofHours(1))
                        .build()) {
            // The next is sent by this thread, and read by the loop.
            assertThat(client.exchangeAsync(READ))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
            try (ThrowingLog log = new ThrowingLog(text)) {
                assertThat(client.exchangeAsync(READ))
                        .failsWithin(20, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .withMessageContaining("the log's");
                assertThat(log.hasThrown()).isTrue();
                assertThat(client.exchangeAsync(READ))
                        .succeedsWithin(20, TimeUnit.SECONDS)
                        .hasToString("A0FAC0B1234");
            }
        }
    }
}
