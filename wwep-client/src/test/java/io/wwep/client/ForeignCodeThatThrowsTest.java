package io.wwep.client;

import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a user hands to the client may throw what it should not: that harms one call, and none after it. */
class ForeignCodeThatThrowsTest {

    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final AtomicBoolean fails = new AtomicBoolean(true);

    private void failOnce() {
        if (fails.getAndSet(false)) {
            throw new IllegalStateException("the user's");
        }
    }

    private SocketFactory failingOnce() {
        SocketFactory sockets = SocketFactory.getDefault();
        return new SocketFactory() {
            @Override
            public Socket createSocket() throws IOException {
                failOnce();
                return sockets.createSocket();
            }

            @Override
            public Socket createSocket(String host, int port) throws IOException {
                throw new IOException("not asked for");
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
                throw new IOException("not asked for");
            }

            @Override
            public Socket createSocket(InetAddress host, int port) throws IOException {
                throw new IOException("not asked for");
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
                throw new IOException("not asked for");
            }
        };
    }

    @Test
    void aSocketFactoryThatThrowsFailsItsCallAndNoneAfterIt() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(accepting());
                WwepClient client = peer.client().socketFactory(failingOnce()).build()) {
            assertThat(Caller.of(() -> client.exchange(READ)).failure()).hasStackTraceContaining("the user's");
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

    @Test
    void aReconnectPolicyThatThrowsFailsItsCallAndNoneAfterIt() throws Exception {
        int port;
        try (ScriptedPeer gone = new ScriptedPeer()) {
            port = gone.port();
        }
        try (WwepClient client = WwepClient.create("127.0.0.1")
                .port(port)
                .reconnect(failures -> {
                    failOnce();
                    return Duration.ZERO;
                })
                .build()) {
            assertThat(Caller.of(() -> client.exchange(READ)).failure()).isNotNull();
            try (ScriptedPeer peer = new ScriptedPeer(port, accepting())) {
                assertThat(Caller.of(() -> client.exchange(READ)).outcome()).hasToString("A0FAC0B1234");
                assertThat(peer.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void anExecutorThatThrowsKeepsNoFutureWaiting() throws Exception {
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
    void anExecutorWithoutAThreadLeftKeepsNoFutureWaiting() throws Exception {
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

    /** Of the log, when the first reply is logged. */
    private static final class ThrowingAppender extends AppenderBase<ILoggingEvent> {

        private final AtomicBoolean thrown = new AtomicBoolean();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().contains(" < ") && thrown.compareAndSet(false, true)) {
                throw new AssertionError("the log's");
            }
        }
    }

    @Test
    void aLogThatThrowsOnTheLoopFailsItsFutureAndNoneAfterIt() throws Exception {
        ThrowingAppender appender = new ThrowingAppender();
        appender.start();
        Logger log = (Logger) LoggerFactory.getLogger("io.wwep.client");
        log.setLevel(Level.TRACE);
        try (ScriptedPeer peer = new ScriptedPeer(accepting(), accepting());
                WwepClient client = peer.client()
                        .replyTimeout(Duration.ofHours(1))
                        .deadline(Duration.ofHours(1))
                        .build()) {
            log.addAppender(appender);
            assertThat(client.exchangeAsync(READ))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("the log's");
            assertThat(client.exchangeAsync(READ))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .hasToString("A0FAC0B1234");
        } finally {
            log.detachAppender(appender);
            log.setLevel(null);
        }
    }
}
