package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.protocol.WwepRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that keeps an answered connection open blocks a course server; ours never does. In these tests, the server
 * waits for its client to close for longer than any test runs, instead of 3 s.
 */
class CourseServerClientsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** How long to check that no reply arrives. A slow machine cannot make this check fail. */
    private static final int QUIET_MILLIS = 200;

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final String STORED = "A0FAC0B1234";

    @TempDir
    private static Path folder;

    static Stream<Arguments> everyClient() {
        return Stream.of(ConnectionMode.values())
                .flatMap(mode -> Stream.of(false, true).map(overTls -> Arguments.of(mode, overTls)));
    }

    @Test
    void aClientThatKeepsItsConnectionOpenBlocksTheServer() throws Exception {
        try (WwepServer server = start();
                Peer keeping = Peer.of(server);
                Peer next = Peer.of(server)) {
            assertThat(keeping.send("W0FAC0B1234").receiveToEnd()).isEqualTo(STORED);
            next.send("R0FAC0B").endOutput();
            assertThat(next.receiveWithin(QUIET_MILLIS)).isEmpty();

            keeping.socket().close();

            assertThat(next.receiveToEnd()).isEqualTo(STORED);
        }
    }

    @Test
    void aTlsClientThatKeepsItsConnectionOpenBlocksTheServer() throws Exception {
        try (WwepServer server = start();
                Peer keeping = Peer.of(server, TestTls.TRUST);
                Peer next = Peer.of(server, TestTls.TRUST)) {
            assertThat(keeping.send("W0FAC0B1234").receiveToEnd()).isEqualTo(STORED);
            next.socket().setSoTimeout(QUIET_MILLIS);
            assertThatThrownBy(next::handshake).isInstanceOf(SocketTimeoutException.class);

            keeping.socket().close();

            assertThat(askFromAnotherClient(server, true)).isEqualTo(STORED);
        }
    }

    @ParameterizedTest
    @MethodSource("everyClient")
    void ourClientDoesNotBlockOthersAfterAnExchange(ConnectionMode mode, boolean overTls) throws Exception {
        try (WwepServer server = start();
                WwepClient client = client(server, mode, overTls).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.exchange(WRITE)).hasToString(STORED);
                assertThat(askFromAnotherClient(server, overTls)).isEqualTo(STORED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyClient")
    void ourClientDoesNotBlockOthersAfterAnAsyncExchange(ConnectionMode mode, boolean overTls) throws Exception {
        try (WwepServer server = start();
                WwepClient client = client(server, mode, overTls).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS))
                        .hasToString(STORED);
                assertThat(askFromAnotherClient(server, overTls)).isEqualTo(STORED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyClient")
    void ourClientDoesNotBlockOthersAfterARefusal(ConnectionMode mode, boolean overTls) throws Exception {
        try (WwepServer server = start();
                WwepClient client = client(server, mode, overTls).build()) {
            assertThat(client.exchange(WwepRequest.read(0, 0))).hasToString("X Not Found");
            assertThat(askFromAnotherClient(server, overTls)).isEqualTo("X Not Found");
        }
    }

    @ParameterizedTest
    @MethodSource("everyClient")
    void ourClientDoesNotBlockOthersAfterConnecting(ConnectionMode mode, boolean overTls) throws Exception {
        try (WwepServer server = start();
                WwepClient client = client(server, mode, overTls).connect()) {
            assertThat(askFromAnotherClient(server, overTls)).isEqualTo("X Not Found");
            assertThat(client.exchange(WRITE)).hasToString(STORED);
        }
    }

    private static WwepServer start() throws IOException {
        return WwepServer.create()
                .plain(0)
                .tls(0, TestTls.identity(folder))
                .profile(ServerProfile.COURSE)
                // By default, the server refuses a client that a busy machine delays by 100 ms.
                .messageTimeout(Duration.ofMillis(300))
                .idleTimeout(LONG)
                .start();
    }

    private static WwepClientBuilder client(WwepServer server, ConnectionMode mode, boolean overTls) {
        WwepClientBuilder client = WwepClient.create("127.0.0.1")
                .mode(mode)
                .replyTimeout(Duration.ofSeconds(20))
                .deadline(Duration.ofSeconds(30));
        return overTls
                ? client.port(server.tlsAddress().getPort()).tls(TestTls.TRUST)
                : client.port(server.address().getPort());
    }

    private static String askFromAnotherClient(WwepServer server, boolean overTls) throws IOException {
        return overTls ? Peer.ask(server, TestTls.TRUST, "R0FAC0B") : Peer.ask(server, "R0FAC0B");
    }
}
