package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.WwepTls;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that begins another handshake on an open connection, as TLS 1.2 allows. Its certificate would have to be checked again,
 * which may take long, on a thread that reads for others: the client gives the connection up instead.
 */
class RenegotiationTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("127.0.0.1").selfSigned();

    private static final String REASON = "the server asked to renegotiate TLS on an open connection, which this client"
            + " does not do; have the server stop renegotiating, or allow TLS 1.3 on both sides";

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final SeenConnections listener = new SeenConnections();

    /** The threads that checked the server's certificate. */
    private final List<String> checks = new CopyOnWriteArrayList<>();

    /** Whether each handshake on an open connection succeeded. */
    private final BlockingQueue<Boolean> renegotiated = new LinkedBlockingQueue<>();

    /** How the exchange is made. */
    enum By {
        CALL {
            @Override
            WwepReply exchange(WwepClient client, WwepRequest request) throws WwepException {
                return client.exchange(request);
            }
        },
        FUTURE {
            @Override
            WwepReply exchange(WwepClient client, WwepRequest request) throws Exception {
                try {
                    return client.exchangeAsync(request).get(20, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    throw (WwepException) Objects.requireNonNull(e.getCause());
                }
            }
        };

        abstract WwepReply exchange(WwepClient client, WwepRequest request) throws Exception;
    }

    private static TlsLayer tls(String protocol) {
        return new TlsLayer(SERVER, parameters -> parameters.setProtocols(new String[] {protocol}));
    }

    private WwepClientBuilder client(ScriptedPeer peer) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new RecordingTrustManager()}, null);
        return peer.client()
                .tls(WwepTls.of(context))
                .mode(ConnectionMode.PERSISTENT)
                .addListener(listener);
    }

    /** Answers one request, and replies to the next one with another handshake. */
    private ScriptedPeer.Script renegotiatingInsteadOfReplying() {
        return talk -> {
            talk.send(acceptance(talk.request()));
            talk.request();
            renegotiated.add(talk.renegotiate());
        };
    }

    private void assertRefused(WwepClient client) throws InterruptedException {
        assertThat(SeenConnections.next(renegotiated)).isFalse();
        assertThat(listener.nextEnd())
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains(REASON);
        assertThat(client.statistics().losses()).isEqualTo(Map.of(LossCause.BROKEN, 1L));
    }

    @ParameterizedTest
    @EnumSource
    void aWriteThatIsAnsweredByAnotherHandshakeFails(By by) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.over(tls("TLSv1.2"), renegotiatingInsteadOfReplying(), accepting());
                WwepClient client = client(peer).build()) {
            by.exchange(client, WRITE);
            Throwable failure = catchThrowable(() -> by.exchange(client, WRITE));

            assertThat(checks).hasSize(1);
            assertThat(failure)
                    .isInstanceOf(WwepConnectionLostException.class)
                    .hasCauseInstanceOf(SSLException.class)
                    .hasMessageContaining(REASON);
            assertThat(((WwepException) failure).delivery()).isEqualTo(Delivery.UNKNOWN);
            assertRefused(client);
            assertThat(by.exchange(client, WRITE)).hasToString("A0FAC0B1234");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadThatIsAnsweredByAnotherHandshakeIsSentAgain(By by) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.over(tls("TLSv1.2"), renegotiatingInsteadOfReplying(), accepting());
                WwepClient client = client(peer).build()) {
            by.exchange(client, READ);

            assertThat(by.exchange(client, READ)).hasToString("A0FAC0B1234");
            assertRefused(client);
            assertThat(peer.requests()).containsExactly("R0FAC0B", "R0FAC0B", "R0FAC0B");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdleConnectionIsClosed(By by) throws Exception {
        ScriptedPeer.Script script = talk -> {
            talk.send(acceptance(talk.request()));
            talk.until(goOn);
            renegotiated.add(talk.renegotiate());
        };
        try (ScriptedPeer peer = ScriptedPeer.over(tls("TLSv1.2"), script, accepting());
                WwepClient client = client(peer).build()) {
            by.exchange(client, WRITE);
            goOn.countDown();

            assertRefused(client);
            assertThat(checks).hasSize(1);
            assertThat(by.exchange(client, WRITE)).hasToString("A0FAC0B1234");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplyThatComesTogetherWithAnotherHandshakeCounts(By by) throws Exception {
        HeldOutput output = new HeldOutput();
        TlsLayer tls = tls("TLSv1.2");
        ScriptedPeer.Layer first = accepted -> tls.over(output.over(accepted));
        ScriptedPeer.Script script = talk -> {
            String request = talk.request();
            output.joinNext();
            talk.send(acceptance(request));
            renegotiated.add(talk.renegotiate());
        };
        try (ScriptedPeer peer = ScriptedPeer.over(onceThen(first, tls), script, accepting());
                WwepClient client = client(peer).build()) {
            assertThat(by.exchange(client, WRITE)).hasToString("A0FAC0B1234");
            assertThat(by.exchange(client, WRITE)).hasToString("A0FAC0B1234");

            assertThat(SeenConnections.next(renegotiated)).isFalse();
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    private static ScriptedPeer.Layer onceThen(ScriptedPeer.Layer first, ScriptedPeer.Layer others) {
        CountDownLatch used = new CountDownLatch(1);
        return accepted -> {
            boolean isFirst = used.getCount() > 0;
            used.countDown();
            return (isFirst ? first : others).over(accepted);
        };
    }

    @ParameterizedTest
    @EnumSource
    void newKeysOfTls13AreAccepted(By by) throws Exception {
        ScriptedPeer.Script script = talk -> {
            talk.send(acceptance(talk.request()));
            talk.updateKeys();
            talk.send(acceptance(talk.request()));
            String last = talk.request();
            talk.updateKeys();
            talk.send(acceptance(last)).until(goOn);
        };
        try (ScriptedPeer peer = ScriptedPeer.over(tls("TLSv1.3"), script);
                WwepClient client = client(peer).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(by.exchange(client, WRITE)).hasToString("A0FAC0B1234");
            }
            goOn.countDown();
            assertThat(peer.connections()).isEqualTo(1);
            assertThat(checks).hasSize(1);
        }
    }

    /** Trusts every server. */
    private final class RecordingTrustManager extends X509ExtendedTrustManager {

        private void record() {
            checks.add(Thread.currentThread().getName());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            record();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            record();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            record();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
