package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepProtocolException;
import io.wwep.protocol.WwepRefusedException;
import io.wwep.protocol.WwepReply;
import io.wwep.protocol.WwepRequest;
import io.wwep.protocol.WwepTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WwepServerExtension.class)
class WwepTestServerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Test
    void byDefaultItIsARegisterServer(WwepTestServer server) throws Exception {
        server.put(0x0FAC, 1, 0xBEEF);
        try (WwepClient client = client(server)) {
            client.write(0x0FAC, 0, 0x1234);
            assertThat(client.read(0x0FAC, 0)).isEqualTo(0x1234);
            assertThat(client.read(0x0FAC, 1)).isEqualTo(0xBEEF);
            assertThat(client.find(0x0FAC, 2)).isEmpty();
        }
        assertThat(server.find(0x0FAC, 0)).hasValue(0x1234);
        assertThat(server.find(0x0FAC, 2)).isEmpty();
        assertThat(server.exchanges()).isEqualTo(4);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aTlsServerIsTrustedByItsClientBuilder(@OverTls WwepTestServer server) throws Exception {
        try (WwepClient client = client(server)) {
            client.write(0x0FAC, 0, 0x1234);
        }
        RecordedRequest request = server.takeRequest(TIMEOUT);
        assertThat(request.text()).isEqualTo("W0FAC001234");
        assertThat(request.tls())
                .hasValueSatisfying(tls -> assertThat(tls.getProtocol()).isEqualTo("TLSv1.3"));
        try (WwepClient byName = WwepClient.create("localhost")
                .port(server.port())
                .tls(server.trust())
                .build()) {
            assertThat(byName.read(0x0FAC, 0)).isEqualTo(0x1234);
        }
    }

    @Test
    void requestsCanBeTakenInOrder(WwepTestServer server) throws Exception {
        for (int value = 1; value <= 2; value++) {
            try (WwepClient client = client(server)) {
                client.write(0x0FAC, 0, value);
                assertThat(client.read(0x0FAC, 0)).isEqualTo(value);
            }
        }
        RecordedRequest first = server.takeRequest(TIMEOUT);
        assertThat(first.text()).isEqualTo("W0FAC000001");
        assertThat(first.request()).hasValue(WwepRequest.write(0x0FAC, 0, 1));
        assertThat(first.port()).isEqualTo(server.port());
        assertThat(first.tls()).isEmpty();
        assertThat(server.takeRequest(TIMEOUT)).satisfies(second -> {
            assertThat(second.connection()).isEqualTo(1);
            assertThat(second.sequence()).isEqualTo(2);
        });
        assertThat(server.takeRequest(TIMEOUT)).satisfies(third -> {
            assertThat(third.connection()).isEqualTo(2);
            assertThat(third.sequence()).isEqualTo(1);
        });
    }

    @Test
    void aMissingRequestIsReportedWithTheTranscript(WwepTestServer server) throws Exception {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> server.takeRequest(Duration.ZERO))
                .withMessage("no request arrived within 0 ms; nothing happened on the server");
        try (WwepClient client = client(server)) {
            client.write(0x0FAC, 0, 1);
        }
        server.takeRequest(TIMEOUT);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> server.takeRequest(Duration.ZERO))
                .withMessageContaining("1 > W0FAC000001");
    }

    @Test
    void anIllegalMessageIsRecordedUnchanged(WwepTestServer server) throws Exception {
        try (WwepClient client = client(server)) {
            assertThat(client.exchange(WwepRequest.raw("W0FAC\u0007"))).isEqualTo(WwepReply.refused());
        }
        RecordedRequest request = server.takeRequest(TIMEOUT);
        assertThat(request.text()).isEqualTo("W0FAC\\x07");
        assertThat(request.request()).isEmpty();
    }

    @Test
    void enqueuedAnswersPrecedeTheDispatcherAndDoNotChangeRegisters(WwepTestServer server) throws Exception {
        server.dispatcher(request ->
                request.text().startsWith("R") ? Answer.of(WwepReply.refused("Not Today")) : Answer.asUsual());
        server.enqueue(WwepReply.refused("Database Full"));
        server.fault(Fault.close().afterReply()); // the close ends the text of the refusal
        server.enqueue(Answer.text("A0FAC000002"));
        try (WwepClient client = client(server)) {
            assertThatThrownBy(() -> client.write(0x0FAC, 0, 1))
                    .isInstanceOf(WwepRefusedException.class)
                    .hasMessageContaining("Database Full");
            client.write(0x0FAC, 0, 2);
            assertThat(server.find(0x0FAC, 0)).isEmpty();
            client.write(0x0FAC, 0, 3);
            server.fault(Fault.close().afterReply());
            assertThatThrownBy(() -> client.read(0x0FAC, 0)).hasMessageContaining("Not Today");
        }
        assertThat(server.find(0x0FAC, 0)).hasValue(3);
    }

    @Test
    void anExceptionFromADispatcherEndsTheConnectionAndIsRecorded(WwepTestServer server) throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> thrown.complete(failure));
        server.dispatcher(request -> {
            throw new IllegalStateException("no\nidea");
        });
        try (WwepClient client = client(server)) {
            assertThatThrownBy(() -> client.write(1, 1, 1)).isInstanceOf(WwepConnectionLostException.class);
            assertThat(thrown).succeedsWithin(TIMEOUT);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(server.transcript().toString())
                .contains("1 ! the dispatcher failed: java.lang.IllegalStateException: no idea");
    }

    @Test
    void aMissingOrLateAnswerIsATimeout(WwepTestServer server) throws Exception {
        server.enqueue(Answer.none());
        server.enqueue(Answer.asUsual().after(Duration.ofDays(1)));
        try (WwepClient client = server.client()
                .mode(ConnectionMode.ONE_SHOT)
                .replyTimeout(Duration.ofMillis(50))
                .build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> client.write(0x0FAC, 0, 1)).isInstanceOf(WwepTimeoutException.class);
            }
        }
        server.reset(); // ends the delay
        assertThat(server.openConnections()).isZero();
    }

    @Test
    void resetClearsEverythingButThePort(WwepTestServer server) throws Exception {
        int port = server.port();
        server.fault(Fault.close().onAccept().untilCleared());
        server.enqueue(Answer.none());
        server.put(1, 1, 1);
        server.reset();
        try (WwepClient client = client(server)) {
            assertThat(client.find(1, 1)).isEmpty();
            client.write(1, 1, 2);
            server.reset();
            assertThat(server.exchanges()).isZero();
            assertThat(server.connections()).isZero();
            assertThat(server.transcript().events()).isEmpty();
            client.write(1, 1, 3);
        }
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.takeRequest(TIMEOUT).text()).isEqualTo("W0001010003");
    }

    @Test
    void repeatingFaultsHappenUntilTheyAreCleared(WwepTestServer server) throws Exception {
        server.fault(Fault.wrongRegister().afterRequest().untilCleared());
        try (WwepClient client = client(server)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> client.write(1, 1, 1)).isInstanceOf(WwepProtocolException.class);
            }
            server.clearFaults();
            client.write(1, 1, 1);
        }
    }

    @Test
    void tlsFeaturesOfAPlainServerAreRefused(WwepTestServer server) {
        assertThatIllegalStateException().isThrownBy(server::trust).withMessageContaining("startTls()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.fault(Fault.stall().inHandshake()))
                .withMessage("'stall in the TLS handshake' cannot happen because this server is plain: start it with"
                        + " startTls()");
        assertThatIllegalStateException().isThrownBy(server::verifyReplay).withMessageContaining("replaying");
    }

    @Test
    void impossibleFaultsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.wrongValue().onAccept())
                .withMessage("'wrong value' is not possible on accept: use it after the request");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.dribble().afterReply())
                .withMessage(
                        "'dribble' is not possible after the reply: use it in the TLS handshake or after the request"
                                + " or in mid-reply");
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.asUsual().after(Duration.ofMillis(-1)));
    }

    @Test
    void closingTheServerEndsStalls() throws Exception {
        WwepTestServer server = WwepTestServer.start();
        server.fault(Fault.stall().afterRequest());
        try (WwepClient client = server.client().build()) {
            var answer = client.exchangeAsync(WwepRequest.read(1, 1));
            server.takeRequest(TIMEOUT);
            server.close();
            server.close();
            assertThat(answer).failsWithin(TIMEOUT);
        }
        assertThat(server.openConnections()).isZero();
    }

    private static WwepClient client(WwepTestServer server) {
        return server.client()
                .mode(ConnectionMode.PERSISTENT)
                .replyTimeout(TIMEOUT)
                .build();
    }
}
