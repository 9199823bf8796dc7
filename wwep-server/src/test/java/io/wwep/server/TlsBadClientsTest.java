package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import io.wwep.server.TruncatingSocket.Excess;
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
 * Clients whose handshake fails. Each is logged in one line without a stack trace, and does not affect the next client.
 * After each test, the leak check verifies that no socket is open.
 */
class TlsBadClientsTest {

    /** A fatal unexpected_message alert. */
    private static final String UNEXPECTED_MESSAGE_ALERT = "\u0015\3\3\0\2\2\n";

    /** The first message of a TLS client. */
    private static final String CLIENT_HELLO = clientHello();

    /** Short enough to wait for, long enough for the next client's handshake. */
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

    /** Also waits until all connections have ended, because closing the server would suppress their log lines. */
    private static void assertNextClientIsServed(WwepServer server) throws IOException {
        assertThat(Peer.ask(server, TestTls.TRUST, "R0BAC0B")).isEqualTo("X");
        while (server.statistics().open() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Asserts the log. Call it after the server is closed, when its threads have ended. */
    private void assertOnlyWarning(int clientPort, String... words) {
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("connection 1 from 127.0.0.1:" + clientPort + " ")
                .contains(words)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientThatRejectsTheServersCertificate(String protocol) throws Exception {
        WwepTls stranger = WwepTls.trustingPem(
                        IssuedCertificate.authority("Another root").certificatePem())
                .protocols(protocol);
        int port;
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server, stranger)) {
            port = peer.socket().getLocalPort();
            assertThatThrownBy(peer::handshake).hasMessageContaining("leads to CN=Root");
            assertNextClientIsServed(server);
        }
        assertOnlyWarning(port, "the client does not accept the server's certificate (its alert: certificate_unknown)");
    }

    @Test
    void aClientWithNoCipherInCommon() throws Exception {
        WwepTls rsaOnly = TestTls.TRUST.protocols("TLSv1.2").ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        int port;
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server, rsaOnly)) {
            port = peer.socket().getLocalPort();
            assertThatThrownBy(peer::handshake).hasMessageContaining("Received fatal alert: handshake_failure");
            assertNextClientIsServed(server);
        }
        assertOnlyWarning(port, "no cipher suite in common");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W0FAC0B1234", "R0BAC0B\n", "R", "\r\n", "W0FAC0B1234W0FAC0B1234W0FAC0B1234"})
    void plainWwepOnTheTlsPort(String message) throws Exception {
        int port;
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server.tlsAddress())) {
            port = peer.socket().getLocalPort();
            assertThat(peer.send(message).receiveToEnd()).isEqualTo(UNEXPECTED_MESSAGE_ALERT);
            assertNextClientIsServed(server);
        }
        assertOnlyWarning(port, "the client speaks plain WWEP on the TLS port");
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void somethingElseOnTheTlsPort() throws Exception {
        int port;
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server.tlsAddress())) {
            port = peer.socket().getLocalPort();
            assertThat(peer.send("GET / HTTP/1.1\r\n\r\n").receiveToEnd()).isEqualTo(UNEXPECTED_MESSAGE_ALERT);
            assertNextClientIsServed(server);
        }
        assertOnlyWarning(port, "does not speak TLS", "its first byte is 47");
    }

    @ParameterizedTest
    @EnumSource(ServerProfile.class)
    void tlsOnThePlainPort(ServerProfile profile) throws Exception {
        int port;
        try (WwepServer server = builder().plain(0).profile(profile).start();
                Peer peer = Peer.of(server)) {
            port = peer.socket().getLocalPort();
            peer.send(CLIENT_HELLO);
            assertThat(peer.receiveToEnd())
                    .isEqualTo(
                            switch (profile) {
                                case STANDARD -> "X";
                                case COURSE -> "X illegal message length";
                                case COURSE_6_7 -> "X illegal message length (13)";
                            });
        }
        assertOnlyWarning(port, "speaks TLS on the plain port");
    }

    @Test
    void aPortCheckIsNotLogged() throws Exception {
        try (WwepServer server = builder().start()) {
            for (int i = 0; i < 10; i++) {
                try (Peer peer = Peer.of(server.tlsAddress())) {
                    if (i % 2 == 0) {
                        peer.reset();
                    }
                }
            }
            assertNextClientIsServed(server);
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
            peer.send(CLIENT_HELLO.substring(0, Math.min(afterBytes, CLIENT_HELLO.length())));
            assertThat(Peer.ask(server, TestTls.TRUST, "R0BAC0B")).startsWith("X");
            readUntilGone(peer);
        }
        assertOnlyWarning(port, "it did not finish within 1000 ms");
    }

    @Test
    void aClientThatSendsItsClientHelloByteByByte() throws Exception {
        int port;
        try (WwepServer server = builder().handshakeTimeout(SHORT).start();
                Peer peer = Peer.of(server.tlsAddress())) {
            port = peer.socket().getLocalPort();
            int sent = 0;
            try {
                while (sent < CLIENT_HELLO.length() && !isEndedWithin(peer, 10)) {
                    peer.send(CLIENT_HELLO.substring(sent, sent + 1));
                    sent++;
                }
            } catch (SocketException e) {
                // The server closed the connection during a send.
            }
            assertThat(sent).isLessThan(CLIENT_HELLO.length());
            assertNextClientIsServed(server);
        }
        assertOnlyWarning(port, "it did not finish within 1000 ms");
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
            peer.send(CLIENT_HELLO);
            // Waits for the log line. Reading would unblock the server.
            while (log.warnings().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(readUntilGone(peer)).hasSizeLessThan(names.length * 40);
        }
        assertOnlyWarning(port, "it did not finish within 1000 ms");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, ENDED", "TLSv1.3, RESET", "TLSv1.2, ENDED", "TLSv1.2, RESET"})
    void aClientThatIsCutOffAtAnyByte(String protocol, Excess excess) throws Exception {
        WwepTls client = TestTls.TRUST.protocols(protocol);
        int cut = 0;
        try (WwepServer server = builder().start()) {
            boolean succeeded = false;
            for (int bytes = 1; !succeeded; bytes += bytes < 12 ? 1 : 7) {
                TruncatingSocket tcp = new TruncatingSocket(bytes, excess);
                try (Peer peer = Peer.of(server.tlsAddress(), tcp).over(client)) {
                    peer.handshake();
                    succeeded = true;
                } catch (IOException e) {
                    assertThat(tcp.sent()).isEqualTo(bytes);
                    cut++;
                }
            }
            assertNextClientIsServed(server);
        }
        assertThat(cut).isGreaterThan(20);
        assertThat(LoggedProblems.count(log.warnings())).isEqualTo(cut);
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
                    default -> corrupt(CLIENT_HELLO.getBytes(StandardCharsets.ISO_8859_1), random);
                };
                try (Peer peer = Peer.of(server.tlsAddress())) {
                    peer.send(new String(sent, StandardCharsets.ISO_8859_1)).endOutput();
                    readUntilGone(peer);
                }
            }
            assertNextClientIsServed(server);
        }
        assertThat(LoggedProblems.count(log.warnings())).isEqualTo(clients);
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

    private static byte[] corrupt(byte[] hello, Random random) {
        for (int i = 0; i < 3; i++) {
            hello[1 + random.nextInt(hello.length - 1)] = (byte) random.nextInt();
        }
        return hello;
    }

    private static String clientHello() {
        TruncatingSocket tcp = new TruncatingSocket(0, Excess.HELD);
        try (ServerSocket unanswering = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Peer peer = Peer.of((InetSocketAddress) unanswering.getLocalSocketAddress(), tcp)
                        .over(TestTls.TRUST)) {
            assertThat(peer.receiveWithin(1)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String(tcp.held(), StandardCharsets.ISO_8859_1);
    }

    /** Receives until the end of the stream or a reset. */
    private static String readUntilGone(Peer peer) throws IOException {
        try {
            return peer.receiveToEnd();
        } catch (SocketException e) {
            return "";
        }
    }
}
