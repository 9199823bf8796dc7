package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that never complete by themselves. */
class TlsHandshakeLimitTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Limit root");

    private static WwepTls trust() {
        return WwepTls.trustingPem(ROOT.certificatePem());
    }

    @Test
    void aHandshakeThatStalls() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.untilEnd());
                WwepClient client = peer.client()
                        .tls(trust())
                        .handshakeTimeout(Duration.ofMillis(100))
                        .build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepConnectException.class)
                    .returns(Delivery.NOT_SENT, e -> ((WwepConnectException) e).delivery())
                    .hasMessageContaining("did not finish within the handshake timeout of 100 ms")
                    .hasMessageMatching(".*handshake \\d{3,} ms.*");
        }
    }

    @Test
    void aSlowHandshakeIsLimitedAsAWhole() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
                    talk.bytes(5);
                    // The head of a record of 16 kB, and 20 ms a byte: each in time, all of them not.
                    talk.sendByteByByte("\u0016\u0003\u0003@\u0000\u0002\u0000\u0000");
                    talk.until(failed);
                });
                WwepClient client = peer.client()
                        .tls(trust())
                        .handshakeTimeout(Duration.ofMillis(100))
                        .build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepConnectException.class)
                    .hasMessageContaining("did not finish within the handshake timeout of 100 ms");
            failed.countDown();
        }
    }

    @Test
    void theDeadlineEndsAHandshakeToo() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.untilEnd());
                WwepClient client = peer.client()
                        .tls(trust())
                        .handshakeTimeout(Duration.ofHours(1))
                        .deadline(Duration.ofSeconds(1))
                        .build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepConnectException.class)
                    .hasMessageContaining("did not finish within the deadline of 1 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016", "\u0016\u0003\u0003\u0000@\u0002\u0000"})
    void aHandshakeThatIsCutOff(String before) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> talk.send(before), talk -> {
            talk.bytes(5);
            talk.send(before).reset();
        })) {
            try (WwepClient client = peer.client().tls(trust()).build()) {
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> client.exchange(WRITE))
                            .isInstanceOf(WwepConnectException.class)
                            .returns(Phase.HANDSHAKE, e -> ((WwepConnectException) e).phase())
                            .hasMessageContaining("the server closed the connection");
                }
            }
        }
    }

    @Test
    void anInterruptEndsAHandshake() throws Exception {
        CountDownLatch inHandshake = new CountDownLatch(1);
        try (ScriptedPeer peer = stalling(inHandshake);
                WwepClient client = peer.client().tls(trust()).build()) {
            Caller caller = Caller.of(() -> client.exchange(WRITE));
            inHandshake.await();
            caller.interrupt();
            assertThat(caller.failure())
                    .isInstanceOf(WwepInterruptedException.class)
                    .hasMessageContaining("in the TLS handshake");
        }
    }

    @Test
    void closingTheClientEndsAHandshake() throws Exception {
        CountDownLatch inHandshake = new CountDownLatch(1);
        try (ScriptedPeer peer = stalling(inHandshake)) {
            WwepClient client = peer.client().tls(trust()).build();
            Caller caller = Caller.of(() -> client.exchange(WRITE));
            inHandshake.await();
            client.close();
            assertThat(caller.failure())
                    .isInstanceOf(WwepConnectionLostException.class)
                    .returns(Delivery.NOT_SENT, e -> ((WwepConnectionLostException) e).delivery())
                    .hasMessageContaining("the client was closed while in the TLS handshake");
        }
    }

    private static ScriptedPeer stalling(CountDownLatch inHandshake) throws IOException {
        return new ScriptedPeer(talk -> {
            talk.bytes(5);
            inHandshake.countDown();
            talk.untilEnd();
        });
    }
}
