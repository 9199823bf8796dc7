package io.wwep.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.client.RawTls;
import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.server.WwepServer;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs each abuse for a short time: well-behaved clients are served throughout, and the abusers' connections end. */
class AbuseTest {

    private static final int PEERS = 8;

    /** This many ends mean that some replacement peers have ended too. */
    private static final int ENDS = 2 * PEERS;

    /** The first handshake of a JVM is slow. */
    private static final Duration A_HANDSHAKE = Duration.ofSeconds(2);

    /** Longer than the pauses of a well-behaved client, even on a slow machine. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Path CERTIFICATES = Path.of(System.getProperty("wwep.home"), "certs");
    private static final Path CA = CERTIFICATES.resolve("wwep-demo-root-ca.pem");

    @ParameterizedTest
    @EnumSource(Abuse.class)
    void wellBehavedClientsAreServedWhateverOthersDo(Abuse abuse) throws Exception {
        SSLContext context = RawTls.context(CA);
        try (WwepServer server = WwepServer.create()
                        .plain(0)
                        .tls(
                                0,
                                TlsIdentity.of(
                                        CERTIFICATES.resolve("wwep-demo-server.pem"),
                                        CERTIFICATES.resolve("wwep-demo-server-key.pem")))
                        .maxConnections(abuse == Abuse.FLOOD ? 2 + PEERS / 2 : 1_000)
                        .messageTimeout(Duration.ofMillis(100))
                        .handshakeTimeout(abuse == Abuse.HANDSHAKES ? A_HANDSHAKE : LONG)
                        .idleTimeout(abuse == Abuse.UNREAD ? IDLE : LONG)
                        .start();
                WwepClient plain = WwepClient.create("127.0.0.1")
                        .port(server.port())
                        .mode(ConnectionMode.PERSISTENT)
                        .replyTimeout(LONG)
                        .build();
                WwepClient secure = WwepClient.create("127.0.0.1")
                        .port(server.tlsPort())
                        .tls(WwepTls.trusting(CA))
                        .mode(ConnectionMode.PERSISTENT)
                        .replyTimeout(LONG)
                        .build();
                Swarm swarm = new Swarm(abuse, PEERS, server.address(), server.tlsAddress(), context)) {
            // They are connected before the first abuser.
            plain.write(0x0BAC, 0x0B, 0);
            secure.read(0x0BAC, 0x0B);
            for (int value = 0; swarm.ended() < ENDS; value = (value + 1) & 0xFFFF) {
                swarm.round();
                plain.write(0x0BAC, 0x0B, value);
                assertThat(secure.read(0x0BAC, 0x0B)).isEqualTo(value);
            }
            assertThat(server.statistics().refusedConnections() > 0)
                    .as("some connections were refused")
                    .isEqualTo(abuse == Abuse.FLOOD);
        }
    }
}
