package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the course profile that need a network. */
class CourseProfileTest {

    /** A packet that is answered at once, even if the client keeps its output open. */
    private static final String TOO_LONG = "more than 12 bytes";

    private static final String REFUSED = "X illegal message length";

    /** Long enough for a client to send on a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** Longer than any test. */
    private static final Duration LONG = Duration.ofMinutes(5);

    /** How long to check that no reply arrives. A slow machine cannot make this check fail. */
    private static final int QUIET_MILLIS = 200;

    /** One connection is served, five wait, and systems round that number up. */
    private static final int MORE_THAN_THE_QUEUE_HOLDS = 20;

    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"W0FAC0B1234", "W0FAC0B1234\n"})
    void aClientThatKeepsItsOutputOpenIsAnsweredAfterTheTimeoutAndDisconnected(String sent) throws Exception {
        try (WwepServer server = builder().messageTimeout(SHORT).start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send(sent).receiveToEnd()).isEqualTo("A0FAC0B1234");
        }
    }

    @Test
    void elevenPacketsOfOneByteAreOneWrite() throws Exception {
        // Each pause is far shorter than the timeout, even on a busy machine.
        try (WwepServer server = builder().messageTimeout(LONG).start();
                Peer peer = Peer.of(server)) {
            for (String piece : List.of("W", "0", "F", "A", "C", "0", "B", "1", "2", "3", "4")) {
                peer.send(piece);
                assertThat(peer.receiveWithin(5)).isEmpty();
            }
            assertThat(peer.endOutput().receiveToEnd()).isEqualTo("A0FAC0B1234");
        }
    }

    @Test
    void aPauseLongerThanTheTimeoutEndsThePacket() throws Exception {
        try (WwepServer server = builder().messageTimeout(SHORT).start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send("W0FA").receiveToEnd()).isEqualTo("X illegal command");
            peer.send("C0B1234").endOutput();
        }
        assertThat(exchanges).extracting(Exchange::message).containsExactly("W0FA");
    }

    @Test
    void theReplyIsSentAtOnceAfter13BytesOrTheEndOfTheStream() throws Exception {
        try (WwepServer server = builder().messageTimeout(LONG).start()) {
            assertThat(Peer.ask(server, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
            try (Peer peer = Peer.of(server)) {
                assertThat(peer.send("R0FAC0BR0FAC0B").receiveToEnd()).isEqualTo("X illegal message length");
            }
            try (Peer peer = Peer.of(server)) {
                assertThat(peer.send("W0FAC0B1234\r\n").receiveToEnd()).isEqualTo("X illegal message length");
            }
        }
    }

    /** To a client, a connection that is open some time after the reply is one that the server keeps. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSlowListenerDoesNotDelayTheClose(boolean overTls, @TempDir Path folder) throws Exception {
        Semaphore ended = new Semaphore(0);
        try (WwepServer server = builder()
                        .tls(0, TestTls.identity(folder))
                        .listener(exchange -> ended.acquireUninterruptibly())
                        .start();
                Peer peer = overTls ? Peer.of(server, TestTls.TRUST) : Peer.of(server)) {
            assertThat(peer.send("W0FAC0B1234").endOutput().receiveToEnd()).isEqualTo("A0FAC0B1234");
            ended.release();
        }
    }

    @Test
    void theWholeReplyArrivesEvenIfTheServerDidNotReadEverything() throws Exception {
        try (WwepServer server = builder().messageTimeout(LONG).start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send("W0FAC0B123456789012345678").receiveToEnd()).isEqualTo("X illegal message length");
        }
    }

    @Test
    void connectionsAreServedOneAtATime() throws Exception {
        try (WwepServer server = builder().messageTimeout(LONG).start();
                Peer first = Peer.of(server);
                Peer second = Peer.of(server);
                Peer third = Peer.of(server)) {
            third.send("R000003").endOutput();
            second.send("R000002").endOutput();
            first.send("R000001").endOutput();
            assertThat(first.receiveToEnd()).isEqualTo("X Not Found");
            assertThat(second.receiveToEnd()).isEqualTo("X Not Found");
            assertThat(third.receiveToEnd()).isEqualTo("X Not Found");
        }
        assertThat(exchanges).extracting(Exchange::message).containsExactly("R000001", "R000002", "R000003");
    }

    @Test
    void anAnsweredClientThatStaysConnectedBlocksTheServerUntilItCloses() throws Exception {
        try (WwepServer server =
                        builder().messageTimeout(LONG).idleTimeout(LONG).start();
                Peer first = Peer.of(server);
                Peer second = Peer.of(server)) {
            assertThat(first.send(TOO_LONG).receiveToEnd()).isEqualTo(REFUSED);
            second.send("R0FAC0B").endOutput();
            assertThat(second.receiveWithin(QUIET_MILLIS)).isEmpty();
            first.send("R0FAC0B");
            assertThat(second.receiveWithin(QUIET_MILLIS)).isEmpty();
            assertThat(exchanges).hasSize(1);

            first.socket().close();

            assertThat(second.receiveToEnd()).isEqualTo("X Not Found");
        }
    }

    @Test
    void anAnsweredClientThatStaysConnectedBlocksTheServerForThreeSecondsAtMost() throws Exception {
        try (WwepServer server = builder().messageTimeout(LONG).start();
                Peer first = Peer.of(server);
                Peer second = Peer.of(server)) {
            long begun = System.nanoTime();
            assertThat(first.send(TOO_LONG).receiveToEnd()).isEqualTo(REFUSED);
            assertThat(second.send("R0FAC0B").endOutput().receiveToEnd()).isEqualTo("X Not Found");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void clientsBeyondTheQueueCannotConnect() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (WwepServer server = builder().messageTimeout(LONG).start()) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < MORE_THAN_THE_QUEUE_HOLDS; i++) {
                            Socket socket = new Socket();
                            waiting.add(socket);
                            socket.connect(server.address(), QUIET_MILLIS);
                        }
                    })
                    .isInstanceOf(IOException.class);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void overTlsTheClientMustCloseItsConnectionToo(String protocol, @TempDir Path folder) throws Exception {
        WwepTls trust = TestTls.TRUST.protocols(protocol);
        try (WwepServer server = builder()
                        .tls(0, TestTls.identity(folder))
                        .handshakeTimeout(LONG)
                        .messageTimeout(LONG)
                        .idleTimeout(LONG)
                        .start();
                Peer first = Peer.of(server, trust)) {
            // Reads only the reply: in TLS 1.2, the JDK closes when it reads the server's close_notify.
            assertThat(first.send(TOO_LONG).receive(REFUSED.length())).isEqualTo(REFUSED);
            try (Peer second = Peer.of(server.tlsAddress())) {
                assertThat(second.send("this is not TLS").receiveWithin(QUIET_MILLIS))
                        .as("the alert that the server sends once it serves the next client")
                        .isEmpty();
                assertThat(Peer.ask(server, "R0FAC0B")).as("on the other port").isEqualTo("X Not Found");

                first.socket().close();

                assertThat(second.receiveToEnd()).isNotEmpty();
            }
            assertThat(Peer.ask(server, trust, "R0FAC0B")).isEqualTo("X Not Found");
        }
    }

    @Test
    void aSilentClientIsRefusedAndBlocksOthersOnlyForTheMessageTimeout() throws Exception {
        try (WwepServer server =
                builder().messageTimeout(SHORT).idleTimeout(LONG).start()) {
            try (Peer silent = Peer.of(server)) {
                assertThat(silent.receiveToEnd()).isEqualTo("X illegal command");
            }
            assertThat(Peer.ask(server, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
        }
    }

    @Test
    void aWriteIsExecutedEvenIfItsClientClosesOrResetsAtOnce() throws Exception {
        try (WwepServer server =
                builder().messageTimeout(LONG).idleTimeout(LONG).start()) {
            try (Peer peer = Peer.of(server)) {
                peer.send("WABCD051234");
            }
            assertThat(exchange().reply()).hasToString("AABCD051234");
            try (Peer peer = Peer.of(server)) {
                peer.send("WABCD065678").reset();
            }
            assertThat(exchange().reply()).hasToString("AABCD065678");
            assertThat(Peer.ask(server, "RABCD05")).isEqualTo("AABCD051234");
            assertThat(Peer.ask(server, "RABCD06")).isEqualTo("AABCD065678");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClosingServerDoesNotWaitForItsClientToClose(boolean overTls, @TempDir Path folder) throws Exception {
        WwepServer server = builder()
                .tls(0, TestTls.identity(folder))
                .messageTimeout(LONG)
                .idleTimeout(LONG)
                .start();
        try (server;
                Peer peer = overTls ? Peer.of(server, TestTls.TRUST) : Peer.of(server)) {
            assertThat(peer.send(TOO_LONG).receive(REFUSED.length())).isEqualTo(REFUSED);
            server.close(LONG);
            assertThat(server.statistics().open()).isZero();
        }
    }

    private WwepServerBuilder builder() {
        return WwepServer.create().plain(0).profile(ServerProfile.COURSE).listener(exchanges::add);
    }

    private Exchange exchange() throws InterruptedException {
        Exchange exchange = exchanges.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }
}
