package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The course profile over TCP: what only a network can show. */
class CourseProfileTest {

    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

    @Test
    void aClientThatKeepsItsOutputOpenHasItsReplyWhenTheTimeIsOverAndIsDisconnected() throws Exception {
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send("W0FAC0B1234").receiveToEnd()).isEqualTo("A0FAC0B1234");
        }
    }

    @Test
    void theReplyComesAtOnceWhen13BytesCameOrTheStreamEnded() throws Exception {
        // The time is longer than a peer waits.
        try (WwepServer server = builder().messageTimeout(Duration.ofMinutes(5)).start()) {
            assertThat(Peer.ask(server, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
            try (Peer peer = Peer.of(server)) {
                assertThat(peer.send("R0FAC0BR0FAC0B").receiveToEnd())
                        .isEqualTo("X illegal message length (Length: 13)");
            }
            try (Peer peer = Peer.of(server)) {
                assertThat(peer.send("W0FAC0B1234\r\n").receiveToEnd()).isEqualTo("A0FAC0B1234");
            }
        }
    }

    @Test
    void theReplyIsReadToTheEndThoughMoreWasSentThanTheServerRead() throws Exception {
        try (WwepServer server = builder().messageTimeout(Duration.ofMinutes(5)).start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send("W0FAC0B123456789012345678").receiveToEnd())
                    .isEqualTo("X illegal message length (Length: 13)");
        }
    }

    @Test
    void oneConnectionIsServedAtATimeAndTheOthersWait() throws Exception {
        try (WwepServer server = builder().messageTimeout(Duration.ofMinutes(5)).start();
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
    void aSilentClientHoldsTheOthersUpNoLongerThanTheTimeForAPacket() throws Exception {
        try (WwepServer server = builder().start();
                Peer silent = Peer.of(server)) {
            assertThat(Peer.ask(server, "W0FAC0B1234")).isEqualTo("A0FAC0B1234");
            assertThat(silent.receiveToEnd()).isEmpty();
        }
    }

    @Test
    void aWriteIsDoneThoughItsClientClosesOrResetsTheConnectionAtOnce() throws Exception {
        try (WwepServer server = builder().start()) {
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

    private WwepServerBuilder builder() {
        return WwepServer.create().plain(0).profile(ServerProfile.COURSE).listener(exchanges::add);
    }

    private Exchange exchange() throws InterruptedException {
        Exchange exchange = exchanges.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }
}
