package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the standard profile that need a network, for plain TCP and TLS. */
abstract class WwepServerContract {

    private final RegisterStore store = RegisterStore.inMemory();
    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    private @Nullable WwepServer running;

    @BeforeEach
    void start() throws IOException {
        running = builder().start();
    }

    @AfterEach
    void close() {
        server().close();
    }

    @Test
    void aConnectionStaysOpenBetweenExchanges() throws Exception {
        try (Peer peer = connect(server())) {
            assertThat(peer.send("R0BAC0B").receive(1)).isEqualTo("X");
            assertThat(peer.send("W0FAC0B1234").receive(11)).isEqualTo("A0FAC0B1234");
            assertThat(peer.send("R0fac0b\n").receive(11)).isEqualTo("A0FAC0B1234");
            assertThat(peer.endOutput().receiveToEnd()).isEmpty();
        }
    }

    @Test
    void requestsMayArriveByteByByteOrTogether() throws Exception {
        try (Peer peer = connect(server())) {
            for (String one : "W0FAC0B1234R0FAC0BR0BAC0B".split("", -1)) {
                peer.send(one);
            }
            assertThat(peer.receive(23)).isEqualTo("A0FAC0B1234A0FAC0B1234X");
            peer.send("W0FAC0B1234R0FAC0BR0BAC0B");
            assertThat(peer.receive(23)).isEqualTo("A0FAC0B1234A0FAC0B1234X");
        }
    }

    @Test
    void twoClientsAreServedConcurrently() throws Exception {
        try (Peer one = connect(server());
                Peer two = connect(server())) {
            one.send("W0FAC0");
            assertThat(two.send("W0FAC0C0002").receive(11)).isEqualTo("A0FAC0C0002");
            assertThat(one.send("B0001").receive(11)).isEqualTo("A0FAC0B0001");
            assertThat(two.send("R0FAC0B").receive(11)).isEqualTo("A0FAC0B0001");
        }
    }

    @Test
    void theReplyToAnIllegalMessageArrivesEvenIfTheServerDidNotReadEverything() throws Exception {
        try (Peer peer = connect(server())) {
            peer.send("W0FAC0B1234" + "W01234R0FAC0B".repeat(10_000));
            assertThat(peer.receiveToEnd()).isEqualTo("A0FAC0B1234X");
        }
    }

    @Test
    void aClientThatKeepsSendingAfterAnIllegalMessageIsClosed() throws Exception {
        try (Peer peer = connect(server())) {
            peer.sendUntilClosed("not a WWEP message");
        }
        assertThat(exchange().message()).startsWith("not a WWEP message");
    }

    @Test
    void aMessageMustArriveWithinItsTimeoutEvenByteByByte() throws Exception {
        server().close();
        running = builder().messageTimeout(Duration.ofMillis(250)).start();
        try (Peer peer = connect(server())) {
            String reply = "";
            int sent = 0;
            for (; reply.isEmpty() && sent < 11; sent++) {
                peer.send("W0FAC0B1234".substring(sent, sent + 1));
                reply = peer.receiveWithin(50);
            }
            assertThat(reply).isEqualTo("X");
            assertThat(sent).isLessThan(11);
            assertThat(peer.receiveToEnd()).isEmpty();
        }
        assertThat(store.read(DeviceId.of(0x0FAC), 0x0B)).isEmpty();
    }

    @Test
    void theMessageTimeoutStartsWithTheFirstByteOfTheMessage() throws Exception {
        server().close();
        running = builder().messageTimeout(Duration.ofMillis(1_500)).start();
        try (Peer peer = connect(server())) {
            // Each piece ends a message and begins the next. Together, they take longer than the timeout.
            peer.send("R0BAC");
            for (int i = 0; i < 17; i++) {
                assertThat(peer.receiveWithin(100)).isEmpty();
                assertThat(peer.send("0BR0BAC").receive(1)).isEqualTo("X");
            }
            assertThat(peer.send("0B").endOutput().receiveToEnd()).isEqualTo("X");
        }
        for (int i = 0; i < 18; i++) {
            assertThat(exchange().message()).isEqualTo("R0BAC0B");
        }
    }

    @Test
    void anIdleConnectionIsClosedWithoutAReply() throws Exception {
        server().close();
        running = builder().idleTimeout(Duration.ofSeconds(1)).start();
        try (Peer fresh = connect(server());
                Peer used = connect(server())) {
            assertThat(used.send("R0BAC0B\n").receiveToEnd()).isEqualTo("X");
            assertThat(fresh.receiveToEnd()).isEmpty();
        }
    }

    @Test
    void aClientThatDoesNotReadItsRepliesIsClosedAfterTheIdleTimeout() throws Exception {
        server().close();
        running = builder().idleTimeout(Duration.ofSeconds(1)).start();
        assertThat(ask(server(), "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
        try (Peer peer = connect(server())) {
            peer.sendUntilClosed("R0FAC0B".repeat(1_000));
        }
    }

    @Test
    void aWriteIsExecutedEvenIfItsClientClosesAtOnce() throws Exception {
        try (Peer peer = connect(server())) {
            peer.send("WABCD051234");
        }
        assertThat(exchange().reply()).hasToString("AABCD051234");
        assertThat(ask(server(), "RABCD05")).isEqualTo("AABCD051234");
    }

    @Test
    void completeWritesAreExecutedEvenIfTheirClientResets() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (Peer peer = connect(server())) {
                // Few enough packets to be sent before the reset, which discards unsent data.
                for (int register = 0; register < 8; register += 2) {
                    peer.send(String.format("WABCD%02X%04XWABCD%02X%04X", register, round, register + 1, round));
                }
                peer.send("WABCDFF00").reset();
            }
            for (int register = 0; register < 8; register++) {
                assertThat(exchange().message()).isEqualTo(String.format("WABCD%02X%04X", register, round));
            }
            assertThat(exchange().message()).isEqualTo("WABCDFF00");
        }
        assertThat(store.read(DeviceId.of(0xABCD), 0x07)).hasValue(199);
        assertThat(store.read(DeviceId.of(0xABCD), 0xFF)).isEmpty();
    }

    @Test
    void aResetNeverAffectsOtherConnections() throws Exception {
        try (Peer other = connect(server())) {
            for (String before : new String[] {"", "W", "W0FAC0B123", "W0FAC0B1234", "W0FAC0B1234R0F", "?"}) {
                try (Peer peer = connect(server())) {
                    peer.send(before).reset();
                }
                assertThat(other.send("R0BAC0B").receive(1)).isEqualTo("X");
            }
            try (Peer peer = connect(server())) {
                assertThat(peer.send("W0FAC0B1234R0FAC0B").receive(5)).isEqualTo("A0FAC");
                peer.reset();
            }
            try (Peer peer = connect(server())) {
                assertThat(peer.send("?").receiveToEnd()).isEqualTo("X");
                peer.reset();
            }
            assertThat(other.send("R0BAC0B").receive(1)).isEqualTo("X");
        }
    }

    @Test
    void aConnectionAboveTheLimitIsClosedUntilAnotherEnds() throws Exception {
        server().close();
        running = builder().maxConnections(2).start();
        try (Peer one = connect(server());
                Peer two = connect(server())) {
            assertThat(one.send("R0BAC0B").receive(1)).isEqualTo("X");
            assertThat(two.send("R0BAC0B").receive(1)).isEqualTo("X");
            assertThat(isServed()).as("a third one").isFalse();
            assertThat(one.endOutput().receiveToEnd()).isEmpty();
            // The place becomes free shortly after the connection ends.
            while (!isServed()) {
                Thread.onSpinWait();
            }
            assertThat(two.send("R0BAC0B").receive(1)).isEqualTo("X");
        }
    }

    /** Returns whether a new connection is served. Over TLS, a refused connection ends in its handshake. */
    private boolean isServed() {
        try (Peer peer = connect(server())) {
            return peer.send("R0BAC0B").receive(1).equals("X");
        } catch (IOException e) {
            return false;
        }
    }

    /** Configures the listener under test, on a free port. */
    abstract WwepServerBuilder listening(WwepServerBuilder builder);

    abstract Peer connect(WwepServer server) throws IOException;

    private String ask(WwepServer server, String message) throws IOException {
        try (Peer peer = connect(server)) {
            return peer.send(message).endOutput().receiveToEnd();
        }
    }

    private WwepServerBuilder builder() {
        return listening(WwepServer.create()).store(store).listener(exchanges::add);
    }

    private WwepServer server() {
        return Objects.requireNonNull(running);
    }

    private Exchange exchange() throws InterruptedException {
        Exchange exchange = exchanges.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }
}
