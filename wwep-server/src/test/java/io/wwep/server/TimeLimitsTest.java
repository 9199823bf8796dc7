package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which timeout ends a connection with a silent client. In each test, one is short and the others exceed any test run.
 */
class TimeLimitsTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(10);

    @ParameterizedTest
    @ValueSource(strings = {"", "\r", "\n", "\r\n"})
    void betweenMessagesTheIdleTimeoutClosesWithoutAReply(String sent) throws Exception {
        try (WwepServer server =
                        standard().idleTimeout(SHORT).messageTimeout(LONG).start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send(sent).receiveToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"W", "\r\nR", "W0FAC0B123"})
    void withinAMessageTheMessageTimeoutRepliesX(String sent) throws Exception {
        try (WwepServer server =
                        standard().idleTimeout(LONG).messageTimeout(SHORT).start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send(sent).receiveToEnd()).isEqualTo("X");
        }
    }

    @Test
    void onTheTlsPortTheHandshakeTimeoutAppliesFirst(@TempDir Path folder) throws Exception {
        TlsIdentity identity = TestTls.identity(folder);
        try (WwepServer server = WwepServer.create()
                        .tls(0, identity)
                        .handshakeTimeout(SHORT)
                        .idleTimeout(LONG)
                        .messageTimeout(LONG)
                        .start();
                Peer peer = Peer.of(server.tlsAddress())) {
            assertThat(peer.receiveToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "W", "\r", "\n", "W0FAC0B123"})
    void underTheCourseProfileTheMessageTimeoutEndsAnyPacket(String sent) throws Exception {
        try (WwepServer server =
                        course().idleTimeout(LONG).messageTimeout(SHORT).start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send(sent).receiveToEnd()).startsWith("X illegal ");
        }
    }

    @Test
    void underTheCourseProfileThirteenBytesEndAPacketAtOnce() throws Exception {
        try (WwepServer server = course().messageTimeout(LONG).start();
                Peer peer = Peer.of(server)) {
            assertThat(peer.send("W0FAC0B1234\r\n").receiveToEnd()).isEqualTo("X illegal message length");
        }
    }

    @Test
    void underTheCourseProfileTheIdleTimeoutLimitsTheWaitForTheClientToClose() throws Exception {
        try (WwepServer server =
                        course().idleTimeout(SHORT).messageTimeout(LONG).start();
                Peer first = Peer.of(server);
                Peer second = Peer.of(server)) {
            assertThat(first.send("more than 12 bytes").receiveToEnd()).isEqualTo("X illegal message length");
            assertThat(second.send("R0BAC0B").endOutput().receiveToEnd()).isEqualTo("X Not Found");
        }
    }

    private static WwepServerBuilder standard() {
        return WwepServer.create().plain(0);
    }

    private static WwepServerBuilder course() {
        return standard().profile(ServerProfile.COURSE);
    }
}
