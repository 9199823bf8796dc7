package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import io.wwep.server.CutSocket.Rest;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients with which no handshake succeeds. Each is one line in the log, without a stack trace, and no trouble to the next
 * client; that no socket is left open is checked after each test.
 */
class TlsBadClientsTest {

    /** An alert, fatal, unexpected_message. */
    private static final String NO_TLS = "\u0015\3\3\0\2\2\n";

    /** What a client sends first. */
    private static final String HELLO = clientHello();

    /** Too short for a client that does not go on, long enough for the next client's handshake. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final LogCapture log = new LogCapture("io.wwep.server");
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void endCapture() {
        log.close();
    }

    private WwepServerBuilder builder() {
        return WwepServer.create().tls(0, TestTls.identity(folder)).listener(exchanges::add);
    }

    /** And the connections before it have ended, and logged what they had to: a server that is closed says nothing more of them. */
    private static void nextClientIsServed(WwepServer server) throws IOException {
        assertThat(Peer.ask(server, TestTls.TRUST, "R0BAC0B")).isEqualTo("X");
        while (server.statistics().open() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Asked after the server's end: its threads have logged then what they had to. */
    private void theOnlyWarningIs(int clientPort, String... words) {
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("connection 1 from 127.0.0.1:" + clientPort + " ")
                .contains(words)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientThatDoesNotTakeTheServersCertificate(String protocol) throws Exception {
        WwepTls stranger = WwepTls.trustingPem(
                        IssuedCertificate.authority("Another root").certificatePem())
                .protocols(protocol);
        int port;
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server, stranger)) {
            port = peer.socket().getLocalPort();
            assertThatThrownBy(peer::handshake).hasMessageContaining("leads to CN=Root");
            nextClientIsServed(server);
        }
        theOnlyWarningIs(port, "the client does not accept the server's certificate (its alert: certificate_unknown)");
    }

    @Test
    void aClientWithNoCipherInCommon() throws Exception {
        WwepTls rsaOnly = TestTls.TRUST.protocols("TLSv1.2").ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        int port;
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server, rsaOnly)) {
            port = peer.socket().getLocalPort();
            assertThatThrownBy(peer::handshake).hasMessageContaining("Received fatal alert: handshake_failure");
            nextClientIsServed(server);
        }
        theOnlyWarningIs(port, "no cipher suite in common");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W0FAC0B1234", "R0BAC0B\n", "R", "\r\n", "W0FAC0B1234W0FAC0B1234W0FAC0B1234"})
    void plainWwepOnTheTlsPort(String message) throws Exception {
        int port;
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server.tlsAddress())) {
            port = peer.socket().getLocalPort();
            assertThat(peer.send(message).receiveToEnd()).isEqualTo(NO_TLS);
            nextClientIsServed(server);
        }
        theOnlyWarningIs(port, "it speaks plain WWEP to the TLS port");
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void somethingElseOnTheTlsPort() throws Exception {
        int port;
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server.tlsAddress())) {
            port = peer.socket().getLocalPort();
            assertThat(peer.send("GET / HTTP/1.1\r\n\r\n").receiveToEnd()).isEqualTo(NO_TLS);
            nextClientIsServed(server);
        }
        theOnlyWarningIs(port, "not TLS", "its first byte is 47");
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void tlsOnThePlainPort(ServerProfile profile) throws Exception {
        int port;
        try (WwepServer server = builder().plain(0).profile(profile).start();
                Peer peer = Peer.of(server)) {
            port = peer.socket().getLocalPort();
            peer.send(HELLO);
            assertThat(peer.receiveToEnd())
                    .isEqualTo(
                            switch (profile) {
                                case STANDARD -> "X";
                                case COURSE -> "X illegal message length";
                                case COURSE_6_7 -> "X illegal message length (13)";
                            });
        }
        theOnlyWarningIs(port, "speaks TLS to the plain port");
    }

    @Test
    void aPortThatIsOnlyLookedAtIsNoTrouble() throws Exception {
        try (WwepServer server = builder().start()) {
            for (int i = 0; i < 10; i++) {
                try (Peer peer = Peer.of(server.tlsAddress())) {
                    if (i % 2 == 0) {
                        peer.reset();
                    }
                }
            }
            nextClientIsServed(server);
        }
        assertThat(log.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARD, 0", "STANDARD, 1", "STANDARD, 5", "STANDARD, 100", "STANDARD, 9999",
        "COURSE, 0", "COURSE, 1", "COURSE, 5", "COURSE, 100", "COURSE, 9999",
    })
    void aClientThatStalls(ServerProfile profile, int afterBytes) throws Exception {
        int port;
        try (WwepServer server =
                        builder().profile(profile).handshakeTimeout(SHORT).start();
                Peer peer = Peer.of(server.tlsAddress())) {
            port = peer.socket().getLocalPort();
            peer.send(HELLO.substring(0, Math.min(afterBytes, HELLO.length())));
            assertThat(Peer.ask(server, TestTls.TRUST, "R0BAC0B")).startsWith("X");
            readUntilGone(peer);
        }
        theOnlyWarningIs(port, "it did not finish within 1000 ms");
    }

    @Test
    void aClientThatSendsItsHelloByteByByte() throws Exception {
        int port;
        try (WwepServer server = builder().handshakeTimeout(SHORT).start();
                Peer peer = Peer.of(server.tlsAddress())) {
            port = peer.socket().getLocalPort();
            int sent = 0;
            try {
                while (sent < HELLO.length() && !isEndedWithin(peer, 10)) {
                    peer.send(HELLO.substring(sent, sent + 1));
                    sent++;
                }
            } catch (SocketException e) {
                // It was closed while we sent.
            }
            assertThat(sent).isLessThan(HELLO.length());
            nextClientIsServed(server);
        }
        theOnlyWarningIs(port, "it did not finish within 1000 ms");
    }

    @Test
    void aClientThatReadsNothing() throws Exception {
        String[] names = IntStream.range(0, 100_000)
                .mapToObj(i -> "this-name-makes-the-certificate-long-" + i + ".example")
                .toArray(String[]::new);
        IssuedCertificate huge = IssuedCertificate.named("huge").names(names).issuedBy(TestTls.ROOT);
        Socket tcp = new Socket();
        tcp.setReceiveBufferSize(4096);
        int port;
        try (WwepServer server = WwepServer.create()
                        .tls(0, TestTls.identity(huge, folder))
                        .handshakeTimeout(SHORT)
                        .start();
                Peer peer = Peer.of(server.tlsAddress(), tcp)) {
            port = tcp.getLocalPort();
            peer.send(HELLO);
            // There is nothing to wait for but the line in the log: to read would help the server on.
            while (log.warnings().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(readUntilGone(peer)).hasSizeLessThan(names.length * 40);
        }
        theOnlyWarningIs(port, "it did not finish within 1000 ms");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, ENDED", "TLSv1.3, RESET", "TLSv1.2, ENDED", "TLSv1.2, RESET"})
    void aClientThatIsCutOffAtAnyByte(String protocol, Rest rest) throws Exception {
        WwepTls client = TestTls.TRUST.protocols(protocol);
        int cut = 0;
        try (WwepServer server = builder().start()) {
            boolean succeeded = false;
            for (int bytes = 1; !succeeded; bytes += bytes < 12 ? 1 : 7) {
                CutSocket tcp = new CutSocket(bytes, rest);
                try (Peer peer = Peer.of(server.tlsAddress(), tcp).over(client)) {
                    peer.handshake();
                    succeeded = true;
                } catch (IOException e) {
                    assertThat(tcp.sent()).isEqualTo(bytes);
                    cut++;
                }
            }
            nextClientIsServed(server);
        }
        assertThat(cut).isGreaterThan(20);
        assertThat(LoggedTroubles.count(log.warnings())).isEqualTo(cut);
        assertThat(log.warnings())
                .allMatch(line -> line.contains("the client closed the connection") && !line.contains("\n"));
    }

    @Test
    void garbage() throws Exception {
        Random random = new Random(40508);
        int clients = 300;
        try (WwepServer server = builder().start()) {
            for (int i = 0; i < clients; i++) {
                byte[] bytes = new byte[1 + random.nextInt(600)];
                random.nextBytes(bytes);
                byte[] sent = switch (i % 3) {
                    case 0 -> bytes;
                    case 1 -> recordOf(bytes);
                    default -> damaged(HELLO.getBytes(StandardCharsets.ISO_8859_1), random);
                };
                try (Peer peer = Peer.of(server.tlsAddress())) {
                    peer.send(new String(sent, StandardCharsets.ISO_8859_1)).endOutput();
                    readUntilGone(peer);
                }
            }
            nextClientIsServed(server);
        }
        assertThat(LoggedTroubles.count(log.warnings())).isEqualTo(clients);
    }

    private static boolean isEndedWithin(Peer peer, int millis) throws IOException {
        peer.socket().setSoTimeout(millis);
        try {
            return peer.socket().getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static byte[] recordOf(byte[] content) {
        byte[] record = new byte[5 + content.length];
        System.arraycopy(content, 0, record, 5, content.length);
        record[0] = 0x16;
        record[1] = 3;
        record[2] = 1;
        record[3] = (byte) (content.length >> 8);
        record[4] = (byte) content.length;
        return record;
    }

    private static byte[] damaged(byte[] hello, Random random) {
        for (int i = 0; i < 3; i++) {
            hello[1 + random.nextInt(hello.length - 1)] = (byte) random.nextInt();
        }
        return hello;
    }

    private static String clientHello() {
        CutSocket tcp = new CutSocket(0, Rest.HELD);
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Peer peer = Peer.of((InetSocketAddress) nobody.getLocalSocketAddress(), tcp)
                        .over(TestTls.TRUST)) {
            assertThat(peer.receiveWithin(1)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String(tcp.held(), StandardCharsets.ISO_8859_1);
    }

    /** What still came; a reset is an end like any other here. */
    private static String readUntilGone(Peer peer) throws IOException {
        try {
            return peer.receiveToEnd();
        } catch (SocketException e) {
            return "";
        }
    }
}
