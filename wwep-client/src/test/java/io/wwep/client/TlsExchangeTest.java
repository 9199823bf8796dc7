package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static io.wwep.client.ScriptedPeer.acceptingOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepInterruptedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.Revocation;
import io.wwep.tls.WwepTls;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges over TLS: the same behavior as over plain TCP, and features of TLS. */
class TlsExchangeTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Exchange root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").issuedBy(ROOT);

    private static WwepTls trust() {
        return WwepTls.trustingPem(ROOT.certificatePem());
    }

    private static TlsLayer tls(String protocol) {
        return new TlsLayer(SERVER, parameters -> parameters.setProtocols(new String[] {protocol}));
    }

    @Test
    void theDefaultPortWithTlsIs40508() {
        try (WwepClient secure = WwepClient.create("wwep.local").tls(trust()).build();
                WwepClient plain = WwepClient.create("wwep.local").build();
                WwepClient given =
                        WwepClient.create("wwep.local").tls(trust()).port(7).build()) {
            assertThat(secure).hasToString("WwepClient of wwep.local:40508");
            assertThat(plain).hasToString("WwepClient of wwep.local:27708");
            assertThat(given).hasToString("WwepClient of wwep.local:7");
        }
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void exchangesAreTheSameAsOverPlainTcp(ConnectionMode mode) throws Exception {
        ScriptedPeer.Script each = mode == ConnectionMode.ONE_SHOT ? acceptingOne() : accepting();
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(SERVER), each, each, each);
                WwepClient client = peer.client().tls(trust()).mode(mode).build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(client.read(0x0FAC, 0x0C)).isEqualTo(0x1234);
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", "R0FAC0B", "R0FAC0C");
            assertThat(peer.connections()).isEqualTo(mode == ConnectionMode.ONE_SHOT ? 3 : 1);
        }
    }

    @Test
    void aFailingContextSupplierFailsOnlyItsExchange() throws Exception {
        AtomicReference<RuntimeException> failure = new AtomicReference<>(new IllegalStateException("being reloaded"));
        WwepTls supplied = WwepTls.of(() -> {
            RuntimeException now = failure.getAndSet(null);
            if (now != null) {
                throw now;
            }
            return trust().context();
        });
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(SERVER), acceptingOne(), acceptingOne());
                WwepClient client = peer.client().tls(supplied).build()) {
            assertThatThrownBy(() -> client.exchange(WRITE)).hasMessageContaining("being reloaded");
            client.exchange(WRITE);
            assertThat(peer.requests()).containsExactly("W0FAC0B1234");
        }
    }

    @Test
    void theSecondConnectionUsesTheSecondContext() throws Exception {
        IssuedCertificate another = IssuedCertificate.authority("Another root");
        Iterator<SSLContext> contexts = List.of(
                        trust().context(),
                        WwepTls.trustingPem(another.certificatePem()).context())
                .iterator();
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(SERVER), acceptingOne(), acceptingOne());
                WwepClient client = peer.client()
                        .tls(WwepTls.of(contexts::next))
                        .mode(ConnectionMode.ONE_SHOT)
                        .build()) {
            client.exchange(WRITE);
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepConnectException.class)
                    .hasMessageContaining("leads to CN=Exchange root, which is neither among the trusted");
            assertThat(peer.requests()).containsExactly("W0FAC0B1234");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theNextConnectionResumesTheSession(String protocol) throws Exception {
        TlsLayer tls = tls(protocol);
        try (ScriptedPeer peer = ScriptedPeer.over(tls, acceptingOne(), acceptingOne(), acceptingOne());
                WwepClient client =
                        peer.client().tls(trust()).mode(ConnectionMode.ONE_SHOT).build()) {
            for (int i = 0; i < 3; i++) {
                client.exchange(WRITE);
            }
            assertThat(tls.sessions()).hasSize(3).allMatch(session -> protocol.equals(session.getProtocol()));
            // A resumed session is as old as the first.
            assertThat(tls.sessions().stream().map(SSLSession::getCreationTime).distinct())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,AUTO", "TLSv1.3,ONE_SHOT", "TLSv1.2,AUTO", "TLSv1.2,ONE_SHOT"})
    void aMissingCloseNotifyIsNotAnErrorOnceTheReplyIsComplete(String protocol, ConnectionMode mode) throws Exception {
        ScriptedPeer.Script abrupt = talk -> {
            talk.send(acceptance(talk.request()));
            talk.pause().closeWithoutTls();
        };
        try (ScriptedPeer peer = ScriptedPeer.over(tls(protocol), abrupt, abrupt, abrupt);
                WwepClient client = peer.client().tls(trust()).mode(mode).build()) {
            client.exchange(WRITE);
            client.exchange(READ);
            client.exchange(WRITE);
            assertThat(peer.requests()).containsExactly("W0FAC0B1234", "R0FAC0B", "W0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(3);
        }
    }

    @Test
    void aRawRequestEndsItsSideAndStillGetsTheReply() throws Exception {
        ScriptedPeer.Script script = talk -> {
            assertThat(talk.untilEnd()).isEqualTo("W01234");
            talk.send("X");
        };
        try (ScriptedPeer peer = ScriptedPeer.over(tls("TLSv1.3"), script);
                WwepClient client = peer.client().tls(trust()).build()) {
            assertThat(client.exchange(WwepRequest.raw("W01234"))).isEqualTo(WwepReply.refused());
        }
    }

    @Test
    void aRawRequestLeavesItsSideOpenIfTlsHasNoHalfClose() throws Exception {
        ScriptedPeer.Script script = talk -> {
            assertThat(talk.bytes(6)).isEqualTo("W01234");
            talk.send("X");
            assertThat(talk.untilEnd()).isEmpty();
        };
        try (ScriptedPeer peer = ScriptedPeer.over(tls("TLSv1.2"), script);
                WwepClient client = peer.client().tls(trust()).build()) {
            assertThat(client.exchange(WwepRequest.raw("W01234"))).isEqualTo(WwepReply.refused());
        }
    }

    @Test
    void theTicketsThatFollowAHandshakeDoNotDisturbAConnectionNotYetUsed() throws Exception {
        CountDownLatch handshakeDone = new CountDownLatch(1);
        TlsLayer tls = tls("TLSv1.3");
        ScriptedPeer.Layer announced = accepted -> {
            Socket socket = tls.over(accepted);
            handshakeDone.countDown();
            return socket;
        };
        try (ScriptedPeer peer = ScriptedPeer.over(announced, accepting());
                WwepClient client = peer.client()
                        .tls(trust())
                        .mode(ConnectionMode.PERSISTENT)
                        .connect()) {
            handshakeDone.await();
            client.exchange(WRITE);
            client.exchange(READ);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aReasonInASeparateRecordBelongsToItsRefusal() throws Exception {
        HeldOutput held = new HeldOutput();
        TlsLayer tls = tls("TLSv1.3");
        ScriptedPeer.Script script = talk -> {
            talk.request();
            held.hold();
            talk.send("X").send(" Not Found");
            held.release();
        };
        try (ScriptedPeer peer = ScriptedPeer.over(accepted -> tls.over(held.over(accepted)), script);
                WwepClient client = peer.client().tls(trust()).build()) {
            assertThat(client.exchange(READ)).hasToString("X Not Found");
        }
    }

    @Test
    void anInterruptWithinARecordDoesNotAffectTheOtherCallers() throws Exception {
        Crowd crowd = new Crowd();
        HeldOutput output = new HeldOutput();
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(1);
        TlsLayer tls = tls("TLSv1.3");
        ScriptedPeer.Script script = talk -> {
            talk.send(acceptance(talk.request()));
            String first = talk.request();
            crowd.gather(talk);
            talk.send(acceptance(first));
            String second = talk.request();
            String third = talk.request();
            output.hold();
            talk.send(acceptance(second));
            output.release(10);
            half.countDown();
            talk.until(rest);
            output.release();
            talk.send(acceptance(third));
            talk.untilEnd();
        };
        try (ScriptedPeer peer = ScriptedPeer.over(accepted -> tls.over(output.over(accepted)), script);
                WwepClient client = peer.client()
                        .tls(trust())
                        .mode(ConnectionMode.PERSISTENT)
                        .build()) {
            client.write(0, 0, 0);
            List<Callable<@Nullable Object>> calls = new ArrayList<>();
            for (int register = 1; register <= 3; register++) {
                WwepRequest request = WwepRequest.write(0, register, register);
                calls.add(() -> client.exchange(request));
            }
            crowd.come(calls);
            half.await();
            crowd.caller(1).interrupt();
            assertThat(crowd.caller(1).failure()).isInstanceOf(WwepInterruptedException.class);
            rest.countDown();
            assertThat(crowd.caller(2).outcome()).hasToString("A0000030003");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aCompleteRefusalCountsEvenIfAResetFollowsAtOnce(String protocol) throws Exception {
        ScriptedPeer.Script[] scripts = new ScriptedPeer.Script[20];
        Arrays.fill(scripts, (ScriptedPeer.Script) talk -> {
            talk.request();
            talk.send("X").reset();
        });
        try (ScriptedPeer peer = ScriptedPeer.over(tls(protocol), scripts);
                WwepClient client =
                        peer.client().tls(trust()).mode(ConnectionMode.ONE_SHOT).build()) {
            for (int i = 0; i < scripts.length; i++) {
                assertThat(client.exchange(READ)).isEqualTo(WwepReply.refused());
            }
        }
    }

    @Test
    void unrequestedBytesEndTheConnection() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        ScriptedPeer.Script talkative = talk -> {
            talk.send(acceptance(talk.request()));
            talk.pause().send("A0FAC0B9999");
            sent.countDown();
            talk.untilEnd();
        };
        try (ScriptedPeer peer = ScriptedPeer.over(tls("TLSv1.3"), talkative, accepting());
                WwepClient client = peer.client().tls(trust()).build()) {
            client.exchange(WRITE);
            sent.await();
            assertThat(client.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aSocketFactorysSocketsCarryTlsToo() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(SERVER), accepting());
                WwepClient client = peer.client()
                        .tls(trust())
                        .socketFactory(SocketFactory.getDefault())
                        .build()) {
            client.exchange(WRITE);
            client.exchange(READ);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatClosesAfterEachReplyIsLearned() throws Exception {
        try (ScriptedPeer peer =
                        ScriptedPeer.over(new TlsLayer(SERVER), acceptingOne(), acceptingOne(), acceptingOne());
                WwepClient client = peer.client().tls(trust()).build()) {
            client.exchange(WRITE);
            client.exchange(READ);
            client.exchange(WRITE);
            assertThat(peer.requests()).isEqualTo(List.of("W0FAC0B1234", "R0FAC0B", "W0FAC0B1234"));
        }
    }

    @Test
    void anUnansweredRevocationCheckLeavesTimeForTheRestOfTheHandshake() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            IssuedCertificate asks = IssuedCertificate.named("server")
                    .names("127.0.0.1")
                    .ocsp(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"))
                    .issuedBy(ROOT);
            try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(asks), accepting());
                    WwepClient client = peer.client()
                            .tls(trust().revocation(Revocation.SOFT))
                            .handshakeTimeout(Duration.ofSeconds(1))
                            .build()) {
                client.exchange(WRITE);
                assertThat(peer.connections()).isEqualTo(1);
            }
        }
    }
}
