package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * On a busy machine, a thread may be held up after it has connected, before it sends its request. A course server answers the
 * silence after 100 ms with an {@code X}, which is not the reply to the request.
 */
class LateFirstRequestTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final CountDownLatch silenceAnswered = new CountDownLatch(1);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.wwep.client");
    private final Holding holding = new Holding();

    /** Holds each thread that logs a certain step until the server has answered its silence. */
    private final class Holding extends UnsynchronizedAppenderBase<ILoggingEvent> {

        static final String CONNECTED = "connected from";

        /** The last step before the write. */
        static final String ENCODED = " > ";

        volatile String step = CONNECTED;
        private final Queue<CountDownLatch> next = new ConcurrentLinkedQueue<>(List.of(silenceAnswered));

        /** Holds the next such thread until this. */
        void next(CountDownLatch until) {
            next.add(until);
        }

        @Override
        protected void append(ILoggingEvent event) {
            CountDownLatch until = event.getFormattedMessage().contains(step) ? next.poll() : null;
            if (until != null) {
                Caller.await(until);
            }
        }
    }

    /** An exchange, in one way or another. */
    private interface Exchange {
        WwepReply of(WwepClient client) throws Exception;
    }

    /** Makes a client from its settings. */
    private interface Opening {
        WwepClient of(WwepClientBuilder settings) throws Exception;
    }

    @BeforeEach
    void holdThreads() {
        holding.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(holding);
    }

    @AfterEach
    void holdThreadsNoMore() {
        logger.detachAppender(holding);
        logger.setLevel(null);
    }

    /** A socket that holds the thread that has connected it even earlier, where the client first uses it. */
    private final class HoldingSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            Caller.await(silenceAnswered);
            return super.getInputStream();
        }
    }

    /** Answers the silence as a course server does, and reads no request. */
    private void answersSilence(Talk talk) throws IOException {
        talk.silence().send("X illegal message length (0)").endOutput();
        silenceAnswered.countDown();
        talk.untilEnd();
    }

    private void isSentOnANewConnection(Opening opening, Exchange exchange) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(this::answersSilence, accepting());
                WwepClient client = opening.of(peer.client())) {
            assertThat(exchange.of(client)).hasToString("A0FAC0B1234");

            assertThat(peer.requests()).containsExactly("W0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    private void isSentOnANewConnection(Exchange exchange) throws Exception {
        isSentOnANewConnection(WwepClientBuilder::build, exchange);
    }

    @Test
    void aRequestOfACallerIsSentOnANewConnection() throws Exception {
        isSentOnANewConnection(client -> client.exchange(WRITE));
    }

    @Test
    void aRequestOfAFutureIsSentOnANewConnection() throws Exception {
        isSentOnANewConnection(client -> client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS));
    }

    @Test
    void aRequestOfACallerThatWasHeldRightAfterConnectingIsSentOnANewConnection() throws Exception {
        GatedSockets sockets = new GatedSockets() {
            @Override
            protected Socket make() {
                return made.isEmpty() ? new HoldingSocket() : new Socket();
            }
        };
        sockets.gate.countDown();
        isSentOnANewConnection(settings -> settings.socketFactory(sockets).build(), client -> client.exchange(WRITE));
    }

    @Test
    void aRequestOfACallerThatWasHeldRightBeforeTheWriteIsSentAgain() throws Exception {
        holding.step = Holding.ENCODED;
        isSentOnANewConnection(client -> client.exchange(WRITE));
    }

    @Test
    void aRequestOfAFutureThatWasHeldRightBeforeTheWriteIsSentAgain() throws Exception {
        holding.step = Holding.ENCODED;
        isSentOnANewConnection(client -> client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS));
    }

    @Test
    void aRequestHeldRightBeforeTheWriteIsSentAgainAfterConnectToo() throws Exception {
        holding.step = Holding.ENCODED;
        isSentOnANewConnection(WwepClientBuilder::connect, client -> client.exchange(WRITE));
    }

    @Test
    void aRequestThatWasSentAgainIsCounted() throws Exception {
        holding.step = Holding.ENCODED;
        isSentOnANewConnection(client -> {
            WwepReply reply = client.exchange(WRITE);
            WwepStatistics statistics = client.statistics();
            assertThat(statistics.resent()).isEqualTo(1);
            assertThat(statistics.refused()).isZero();
            assertThat(statistics.losses()).isEmpty();
            return reply;
        });
    }

    @Test
    void inModeOneShotItIsSentAgainToo() throws Exception {
        holding.step = Holding.ENCODED;
        isSentOnANewConnection(
                settings -> settings.mode(ConnectionMode.ONE_SHOT).build(), client -> client.exchange(WRITE));
    }

    @Test
    void overTlsItIsSentAgainToo() throws Exception {
        holding.step = Holding.ENCODED;
        IssuedCertificate root = IssuedCertificate.authority("Late root");
        IssuedCertificate server =
                IssuedCertificate.named("server").names("127.0.0.1").issuedBy(root);
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(server), this::answersSilence, accepting());
                WwepClient client = peer.client()
                        .tls(WwepTls.trustingPem(root.certificatePem()))
                        .build()) {
            assertThat(client.exchange(WRITE)).hasToString("A0FAC0B1234");
        }
    }

    /** The server rejects the client after its side of the handshake, before it sends a request. */
    private void failsAsItsHandshake(Function<WwepClient, Caller> exchange) throws Exception {
        IssuedCertificate root = IssuedCertificate.authority("Late root");
        IssuedCertificate server =
                IssuedCertificate.named("server").names("127.0.0.1").issuedBy(root);
        TlsLayer layer = new TlsLayer(server, root, parameters -> {
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setNeedClientAuth(true);
        });
        try (ScriptedPeer peer = ScriptedPeer.over(layer, accepting());
                WwepClient client = peer.client()
                        .tls(WwepTls.trustingPem(root.certificatePem()))
                        .build()) {
            Caller caller = exchange.apply(client);
            assertThat(layer.problem()).isNotEmpty();
            var unused = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            silenceAnswered.countDown();

            assertThat(caller.failure())
                    .asInstanceOf(type(WwepConnectException.class))
                    .returns(Phase.HANDSHAKE, WwepConnectException::phase)
                    .returns(Delivery.NOT_SENT, WwepException::delivery);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aLateRequestOfACallerFailsWithTheRejectionThatHasArrived() throws Exception {
        failsAsItsHandshake(client -> Caller.of(() -> client.exchange(WRITE)));
    }

    @Test
    void aLateRequestOfAFutureFailsWithTheRejectionThatHasArrived() throws Exception {
        failsAsItsHandshake(client -> Caller.of(() ->
                client.exchangeAsync(WRITE).handle((reply, failure) -> failure).get(20, TimeUnit.SECONDS)));
    }

    @Test
    void aBatchContinuesAfterARequestThatWasSentAgain() throws Exception {
        holding.step = Holding.ENCODED;
        try (ScriptedPeer peer = new ScriptedPeer(this::answersSilence, accepting());
                WwepClient client = peer.client().build()) {
            assertThat(client.exchangeAll(List.of(WRITE, READ)).toString()).isEqualTo("[A0FAC0B1234, A0FAC0B1234]");
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", "R0FAC0B");
        }
    }

    @Test
    void aRefusalOfALateRequestIsBelievedIfItsReasonIsAnother() throws Exception {
        holding.step = Holding.ENCODED;
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.silence();
                    silenceAnswered.countDown();
                    talk.request();
                    talk.send("X Not Found");
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(READ)).hasToString("X Not Found");
            assertThat(client.statistics().resent()).isZero();
        }
    }

    @Test
    void theSecondRefusalInARowIsBelieved() throws Exception {
        holding.step = Holding.ENCODED;
        CountDownLatch silenceAnsweredAgain = new CountDownLatch(1);
        holding.next(silenceAnsweredAgain);
        try (ScriptedPeer peer = new ScriptedPeer(this::answersSilence, talk -> {
                    talk.silence().send("X illegal command").endOutput();
                    silenceAnsweredAgain.countDown();
                    talk.untilEnd();
                });
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WRITE)).hasToString("X illegal command");
            assertThat(client.statistics().resent()).isEqualTo(1);
            assertThat(client.statistics().refused()).isEqualTo(1);
        }
    }

    @Test
    void aRefusalIsBelievedIfTheServerKeepsConnections() throws Exception {
        holding.step = Holding.ENCODED;
        try (ScriptedPeer peer = new ScriptedPeer(this::answersSilence);
                WwepClient client =
                        peer.client().mode(ConnectionMode.PERSISTENT).build()) {
            assertThat(client.exchange(WRITE)).hasToString("X illegal message length (0)");
        }
    }

    @Test
    void rawBytesAreNotSentAgain() throws Exception {
        holding.step = Holding.ENCODED;
        try (ScriptedPeer peer = new ScriptedPeer(this::answersSilence);
                WwepClient client = peer.client().build()) {
            assertThat(client.exchange(WwepRequest.raw("W"))).hasToString("X illegal message length (0)");
        }
    }

    @Test
    void aRequestOfAFutureIsSentAgainEvenIfTheServerDoesNotClose() throws Exception {
        holding.step = Holding.ENCODED;
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.silence().send("X illegal command");
                            silenceAnswered.countDown();
                            talk.untilEnd();
                        },
                        accepting());
                WwepClient client =
                        peer.client().replyTimeout(Duration.ofMillis(300)).build()) {
            assertThat(client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS)).hasToString("A0FAC0B1234");
        }
    }
}
