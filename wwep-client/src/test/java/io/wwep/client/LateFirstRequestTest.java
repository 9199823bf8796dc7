package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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

    private final CountDownLatch silenceAnswered = new CountDownLatch(1);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.wwep.client");
    private final Holding holding = new Holding();

    /** Holds each thread that has connected until the server has answered its silence. */
    private final class Holding extends UnsynchronizedAppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().contains("connected from")) {
                Caller.await(silenceAnswered);
            }
        }
    }

    /** An exchange, in one way or another. */
    private interface Exchange {
        WwepReply of(WwepClient client) throws Exception;
    }

    @BeforeEach
    void holdThreads() {
        holding.start();
        logger.setLevel(Level.DEBUG);
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

    private void isSentOnANewConnection(UnaryOperator<WwepClientBuilder> settings, Exchange exchange) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                        talk -> {
                            talk.silence().send("X illegal message length (Length: 0)");
                            silenceAnswered.countDown();
                            talk.untilEnd();
                        },
                        accepting());
                WwepClient client = settings.apply(peer.client()).build()) {
            assertThat(exchange.of(client)).hasToString("A0FAC0B1234");

            assertThat(peer.requests()).containsExactly("W0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    private void isSentOnANewConnection(Exchange exchange) throws Exception {
        isSentOnANewConnection(client -> client, exchange);
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
        isSentOnANewConnection(client -> client.socketFactory(sockets), client -> client.exchange(WRITE));
    }
}
