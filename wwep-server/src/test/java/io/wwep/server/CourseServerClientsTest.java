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
 * A client that keeps an answered connection open blocks a course server; ours never does. The server of these tests waits for
 * its client's close for longer than any test, instead of 3 s.
 */
class CourseServerClientsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** For a reply that must not come. A busy machine cannot make it come. */
    private static final int A_WHILE_MILLIS = 200;

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
            assertThat(next.receiveWithin(A_WHILE_MILLIS)).isEmpty();

            keeping.socket().close();

            assertThat(next.receiveToEnd()).isEqualTo(STORED);
        }
    }

    @Test
    void aClientThatKeepsItsConnectionOpenBlocksTheServerOverTlsToo() throws Exception {
        try (WwepServer server = start();
                Peer keeping = Peer.of(server, TestTls.TRUST);
                Peer next = Peer.of(server, TestTls.TRUST)) {
            assertThat(keeping.send("W0FAC0B1234").receiveToEnd()).isEqualTo(STORED);
            next.socket().setSoTimeout(A_WHILE_MILLIS);
            assertThatThrownBy(next::handshake).isInstanceOf(SocketTimeoutException.class);

            keeping.socket().close();

            assertThat(askedByAnother(server, true)).isEqualTo(STORED);
        }
    }

    @ParameterizedTest
    @MethodSource("everyClient")
    void aClientOfOursThatDoesNothingAfterAnExchangeBlocksNobody(ConnectionMode mode, boolean overTls)
            throws Exception {
        try (WwepServer server = start();
                WwepClient client = client(server, mode, overTls).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.exchange(WRITE)).hasToString(STORED);
                assertThat(askedByAnother(server, overTls)).isEqualTo(STORED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyClient")
    void aClientOfOursThatDoesNothingAfterAFutureBlocksNobody(ConnectionMode mode, boolean overTls) throws Exception {
        try (WwepServer server = start();
                WwepClient client = client(server, mode, overTls).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.exchangeAsync(WRITE).get(20, TimeUnit.SECONDS))
                        .hasToString(STORED);
                assertThat(askedByAnother(server, overTls)).isEqualTo(STORED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyClient")
    void aClientOfOursThatWasRefusedBlocksNobody(ConnectionMode mode, boolean overTls) throws Exception {
        try (WwepServer server = start();
                WwepClient client = client(server, mode, overTls).build()) {
            assertThat(client.exchange(WwepRequest.read(0, 0))).hasToString("X Not Found");
            assertThat(askedByAnother(server, overTls)).isEqualTo("X Not Found");
        }
    }

    @ParameterizedTest
    @MethodSource("everyClient")
    void aClientOfOursThatConnectedAndAskedNothingBlocksNobody(ConnectionMode mode, boolean overTls) throws Exception {
        try (WwepServer server = start();
                WwepClient client = client(server, mode, overTls).connect()) {
            assertThat(askedByAnother(server, overTls)).isEqualTo("X Not Found");
            assertThat(client.exchange(WRITE)).hasToString(STORED);
        }
    }

    private static WwepServer start() throws IOException {
        return WwepServer.create()
                .plain(0)
                .tls(0, TestTls.identity(folder))
                .profile(ServerProfile.COURSE)
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

    private static String askedByAnother(WwepServer server, boolean overTls) throws IOException {
        return overTls ? Peer.ask(server, TestTls.TRUST, "R0FAC0B") : Peer.ask(server, "R0FAC0B");
    }
}
