package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.wwep.check.LogCapture;
import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Repeated problems are logged as one line for the first, at once, and one line with the count of the others. */
class AbuseLogTest {

    private static final int PEERS = 20;

    private final LogCapture log = new LogCapture("io.wwep.server");

    @FunctionalInterface
    private interface Abuse {
        void by(Peer peer) throws IOException, InterruptedException;
    }

    @AfterEach
    void endCapture() {
        log.close();
    }

    @Test
    void slowSenders() throws Exception {
        abuse(
                builder().messageTimeout(Duration.ofMillis(20)),
                peer -> assertThat(peer.send("W").receiveToEnd()).isEqualTo("X"));
        theLinesAre(Level.INFO, "was refused and closed: a message was incomplete after 20 ms");
    }

    @Test
    void connectionsAboveTheLimit() throws Exception {
        try (WwepServer server = builder().maxConnections(1).start();
                Peer honest = Peer.of(server)) {
            assertThat(honest.send("R0BAC0B").receive(1)).isEqualTo("X");
            for (int i = 0; i < PEERS; i++) {
                try (Peer peer = Peer.of(server)) {
                    assertThat(peer.receiveToEnd()).isEmpty();
                }
            }
            assertThat(server.statistics())
                    .extracting(ServerStatistics::connections, ServerStatistics::refusedConnections)
                    .containsExactly(PEERS + 1L, (long) PEERS);
        }
        theLinesAre(Level.WARN, "was refused: the server's limit of 1 connections is reached");
    }

    @Test
    void randomBytes() throws Exception {
        abuse(
                builder(),
                peer -> assertThat(peer.send("not a WWEP message").receiveToEnd())
                        .isEqualTo("X"));
        theLinesAre(Level.INFO, "was refused and closed: a message was illegal");
    }

    @Test
    void halfClosedPeers() throws Exception {
        abuse(
                builder(),
                peer -> assertThat(peer.send("W0FAC0").endOutput().receiveToEnd())
                        .isEqualTo("X"));
        theLinesAre(Level.INFO, "was refused and closed: the stream ended within a message");
    }

    @Test
    void resets() throws Exception {
        abuse(builder(), peer -> {
            assertThat(peer.send("R0BAC0B").receive(1)).isEqualTo("X");
            peer.reset();
        });
        theLinesAre(Level.INFO, "was lost");
    }

    @Test
    void peersThatDoNotRead() throws Exception {
        int peers = 2; // each fills the system's buffers
        try (WwepServer server = builder().idleTimeout(Duration.ofSeconds(1)).start()) {
            Peer.ask(server, "W0FAC0B1234");
            for (int i = 0; i < peers; i++) {
                try (Peer peer = Peer.of(server)) {
                    peer.sendUntilClosed("R0FAC0B".repeat(1_000));
                }
            }
        }
        assertThat(LoggedProblems.count(log.warnings())).isEqualTo(peers);
        assertThat(log.warnings()).hasSize(2).allMatch(line -> line.contains("was closed: its client read no replies"));
    }

    @Test
    void aStoreThatFails() throws Exception {
        RegisterStore failing = new RegisterStore() {
            @Override
            public OptionalInt read(DeviceId device, int register) throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public boolean write(DeviceId device, int register, int value) throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        WwepServer running = builder().store(failing).start();
        try (WwepServer server = running;
                Peer peer = Peer.of(server)) {
            for (int i = 0; i < PEERS; i++) {
                assertThat(peer.send("R0BAC0B").receive(1)).isEqualTo("X");
            }
        }
        assertThat(running.statistics())
                .extracting(ServerStatistics::exchanges, ServerStatistics::refusedExchanges)
                .containsExactly((long) PEERS, (long) PEERS);
        theLinesAre(Level.WARN, "was refused because the store failed");
    }

    private static WwepServerBuilder builder() {
        return WwepServer.create().plain(0);
    }

    private static void abuse(WwepServerBuilder builder, Abuse abuse) throws Exception {
        try (WwepServer server = builder.start()) {
            for (int i = 0; i < PEERS; i++) {
                try (Peer peer = Peer.of(server)) {
                    abuse.by(peer);
                }
            }
            // The server notices asynchronously that the last peer is gone.
            while (server.statistics().open() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** Asserts the line for the first problem and the count. Call it after the server is closed. */
    private void theLinesAre(Level level, String what) {
        List<String> lines = log.lines(level);
        assertThat(lines).hasSize(2).allMatch(line -> line.contains(what));
        assertThat(lines.get(1)).contains((PEERS - 1) + " more like it");
    }
}
