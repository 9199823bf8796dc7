package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.VirtualThreads;
import io.wwep.client.ScriptedPeer.Script;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client answers the server's close at once, whatever it is doing: until then, a course server serves no other client,
 * for up to 3 s. If that takes longer, the peer's script fails, and with it the test.
 */
class AnsweredCloseTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Close root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").issuedBy(ROOT);

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

    /** A request that may cross the server's close, because it can be sent again. */
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    /** The transport of the connection. */
    enum Over {
        PLAIN,
        TLS,
        FACTORY,
        TLS_OVER_FACTORY;

        WwepClientBuilder client(ScriptedPeer peer) {
            WwepClientBuilder client = peer.client();
            if (isTls()) {
                client.tls(WwepTls.trustingPem(ROOT.certificatePem()));
            }
            if (this == FACTORY || this == TLS_OVER_FACTORY) {
                client.socketFactory(SocketFactory.getDefault());
            }
            return client;
        }

        boolean isTls() {
            return this == TLS || this == TLS_OVER_FACTORY;
        }
    }

    /** How the exchange is made. */
    enum By {
        CALL {
            @Override
            WwepReply reply(WwepClient client, WwepRequest request) throws Exception {
                return client.exchange(request);
            }
        },
        VIRTUAL_CALL {
            @Override
            WwepReply reply(WwepClient client, WwepRequest request) throws Exception {
                FutureTask<WwepReply> call = new FutureTask<>(() -> client.exchange(request));
                VirtualThreads.orPlatform(call, "calling").start();
                return call.get(20, TimeUnit.SECONDS);
            }
        },
        FUTURE {
            @Override
            WwepReply reply(WwepClient client, WwepRequest request) throws Exception {
                return client.exchangeAsync(request).get(20, TimeUnit.SECONDS);
            }
        },
        BATCH {
            @Override
            WwepReply reply(WwepClient client, WwepRequest request) throws Exception {
                return client.exchangeAll(List.of(request)).get(0);
            }
        };

        abstract WwepReply reply(WwepClient client, WwepRequest request) throws Exception;

        void exchange(WwepClient client, WwepRequest request) throws Exception {
            assertThat(reply(client, request)).hasToString("A0FAC0B1234");
        }

        void exchange(WwepClient client) throws Exception {
            exchange(client, WRITE);
        }
    }

    private final Semaphore closes = new Semaphore(0);

    static Stream<Arguments> everyWay() {
        return Stream.of(ConnectionMode.values())
                .flatMap(mode -> Stream.of(Over.values())
                        .flatMap(over -> Stream.of(By.values()).map(by -> Arguments.of(mode, over, by))));
    }

    static Stream<Arguments> everyConnection() {
        return Stream.of(ConnectionMode.values())
                .flatMap(mode -> Stream.of(Over.values()).map(over -> Arguments.of(mode, over)));
    }

    static Stream<Arguments> everySecureConnection() {
        return everyConnection().filter(connection -> ((Over) connection.get()[1]).isTls());
    }

    static Stream<Arguments> autoInEveryWay() {
        return everyWay()
                .filter(way -> way.get()[0] == ConnectionMode.AUTO)
                .map(way -> Arguments.of(way.get()[1], way.get()[2]));
    }

    private Script closingAfterTheReply() {
        return talk -> {
            talk.send(acceptance(talk.request()));
            talk.endAndAwaitClose(closes);
        };
    }

    /** A course server may close a moment after its reply. */
    private Script closingAMomentAfterTheReply() {
        return talk -> {
            talk.send(acceptance(talk.request())).pause();
            talk.endAndAwaitClose(closes);
        };
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aClientThatIsIdleAfterItsFirstExchangeAnswersTheClose(ConnectionMode mode, Over over, By by) throws Exception {
        try (ScriptedPeer peer = peer(over, closingAMomentAfterTheReply());
                WwepClient client = over.client(peer).mode(mode).build()) {
            by.exchange(client);
            awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aClientThatContinuesLaterAnswersTheClose(ConnectionMode mode, Over over, By by) throws Exception {
        int exchanges = 3;
        Script[] scripts =
                Collections.nCopies(exchanges, closingAfterTheReply()).toArray(Script[]::new);
        try (ScriptedPeer peer = peer(over, scripts);
                WwepClient client = over.client(peer).mode(mode).build()) {
            for (int i = 0; i < exchanges; i++) {
                by.exchange(client);
                awaitClose();
            }
            assertThat(peer.requests()).hasSize(exchanges);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aClientThatContinuesWhileTheCloseIsOnItsWayAnswersTheClose(ConnectionMode mode, Over over, By by)
            throws Exception {
        int exchanges = 3;
        Script[] scripts =
                Collections.nCopies(exchanges, closingAfterTheReply()).toArray(Script[]::new);
        try (ScriptedPeer peer = peer(over, scripts);
                WwepClient client = over.client(peer).mode(mode).build()) {
            for (int i = 0; i < exchanges; i++) {
                by.exchange(client, READ);
            }
            assertThat(closes.tryAcquire(exchanges, 20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyConnection")
    @SuppressWarnings("try") // the client must do nothing here
    void aClientThatOnlyConnectedAnswersTheClose(ConnectionMode mode, Over over) throws Exception {
        Script silent = talk -> {
            talk.pause().send("X illegal command");
            talk.endAndAwaitClose(closes);
        };
        try (ScriptedPeer peer = peer(over, silent);
                WwepClient client = over.client(peer).mode(mode).connect()) {
            awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("everySecureConnection")
    void aClientThatConnectedForACancelledFutureAnswersTheClose(ConnectionMode mode, Over over) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        TlsLayer tls = new TlsLayer(SERVER);
        ScriptedPeer.Layer slow = accepted -> {
            connected.countDown();
            Caller.await(cancelled);
            return tls.over(accepted);
        };
        try (ScriptedPeer peer = ScriptedPeer.over(slow, talk -> talk.endAndAwaitClose(closes));
                WwepClient client = over.client(peer).mode(mode).build()) {
            CompletableFuture<WwepReply> future = client.exchangeAsync(WRITE);
            assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
            future.cancel(true);
            cancelled.countDown();
            awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("autoInEveryWay")
    void theClientLearnsFromTheCloseHoweverLateTheNextExchangeIs(Over over, By by) throws Exception {
        Script keeping = talk -> {
            talk.send(acceptance(talk.request()));
            // Only a client that has learned closes first.
            talk.awaitClose(closes);
        };
        try (ScriptedPeer peer = peer(over, closingAMomentAfterTheReply(), keeping);
                WwepClient client = over.client(peer).mode(ConnectionMode.AUTO).build()) {
            by.exchange(client);
            awaitClose();
            by.exchange(client);
            awaitClose();
        }
    }

    private void awaitClose() throws InterruptedException {
        assertThat(closes.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    private static ScriptedPeer peer(Over over, Script... scripts) throws Exception {
        return over.isTls() ? ScriptedPeer.over(new TlsLayer(SERVER), scripts) : new ScriptedPeer(scripts);
    }
}
