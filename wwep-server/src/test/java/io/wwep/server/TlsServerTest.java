package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import io.wwep.server.TruncatingSocket.Excess;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that are specific to TLS or to two ports. {@link WwepServerContract} has the common tests. */
class TlsServerTest {

    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    private final LogCapture log = new LogCapture("io.wwep.server");

    @TempDir
    private Path folder;

    @AfterEach
    void endCapture() {
        log.close();
    }

    private WwepServerBuilder builder() {
        return WwepServer.create()
                .tls(0, TestTls.identity(folder))
                .handshakeTimeout(Duration.ofMinutes(1)) // for a busy machine
                .listener(exchanges::add);
    }

    @Test
    void bothPortsShareTheStoreAndTheExchangeNumbers() throws Exception {
        WwepServer both = builder().plain(0).start();
        SocketAddress secureClient;
        try (WwepServer server = both;
                Peer secure = Peer.of(server, TestTls.TRUST);
                Peer plain = Peer.of(server)) {
            assertThat(secure.send("W0FAC0B1234").receive(11)).isEqualTo("A0FAC0B1234");
            assertThat(plain.send("R0FAC0B").receive(11)).isEqualTo("A0FAC0B1234");
            assertThat(plain.send("W0FAC0B5678").receive(11)).isEqualTo("A0FAC0B5678");
            assertThat(secure.send("R0FAC0B").endOutput().receiveToEnd()).isEqualTo("A0FAC0B5678");
            secureClient = secure.socket().getLocalSocketAddress();
        }
        // The threads of two connections may notify the listener in any order.
        List<Exchange> inOrder = exchanges.stream()
                .sorted(Comparator.comparing(Exchange::number))
                .toList();
        assertThat(inOrder).extracting(Exchange::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(inOrder)
                .extracting(Exchange::port)
                .containsExactly(both.tlsPort(), both.port(), both.port(), both.tlsPort());
        assertThat(inOrder).extracting(Exchange::clientSubject).containsOnlyNulls();
        assertThat(inOrder.get(0).peer()).isEqualTo(secureClient);
    }

    @Test
    void bothPortsShareTheConnectionLimit() throws Exception {
        try (WwepServer server = builder().plain(0).maxConnections(2).start();
                Peer secure = Peer.of(server, TestTls.TRUST);
                Peer plain = Peer.of(server)) {
            assertThat(secure.send("R0BAC0B").receive(1)).isEqualTo("X");
            assertThat(plain.send("R0BAC0B").receive(1)).isEqualTo("X");
            try (Peer third = Peer.of(server);
                    Peer fourth = Peer.of(server.tlsAddress())) {
                assertThat(third.receiveToEnd()).isEmpty();
                assertThat(fourth.receiveToEnd()).isEmpty();
            }
        }
        assertThat(log.warnings())
                .hasSize(2)
                .allMatch(line -> line.endsWith("was refused: the server's limit of 2 connections is reached"));
    }

    @Test
    void threadsAreNamedAfterTheirPorts() throws Exception {
        List<String> names = new CopyOnWriteArrayList<>();
        WwepServer both = builder()
                .plain(0)
                .listener(exchange -> names.add(Thread.currentThread().getName()))
                .start();
        try (WwepServer server = both) {
            assertThat(Peer.ask(server, TestTls.TRUST, "R0BAC0B")).isEqualTo("X");
            assertThat(Peer.ask(server, "R0BAC0B")).isEqualTo("X");
        }
        assertThat(names)
                .containsExactly(
                        "wwep-server-" + both.tlsPort() + "-connection-1",
                        "wwep-server-" + both.port() + "-connection-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void repliesToRequestsThatArrivedTogetherLeaveInOneRecord(String protocol) throws Exception {
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server, TestTls.TRUST.protocols(protocol))) {
            peer.send("W0FAC0B1234R0FAC0BR0BAC0B");
            assertThat(peer.receiveOnce()).isEqualTo("A0FAC0B1234A0FAC0B1234X");
            peer.send("R0BAC0B".repeat(1_000));
            assertThat(peer.receiveOnce()).isEqualTo("X".repeat(1_000));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aSessionIsResumed(String protocol) throws Exception {
        WwepTls client = TestTls.TRUST.protocols(protocol);
        try (WwepServer server = builder().start()) {
            long[] created = new long[3];
            for (int i = 0; i < created.length; i++) {
                try (Peer peer = Peer.of(server, client)) {
                    SSLSession session = peer.handshake();
                    assertThat(session.getProtocol()).isEqualTo(protocol);
                    // A resumed session keeps its creation time.
                    created[i] = session.getCreationTime();
                    assertThat(peer.send("R0BAC0B").endOutput().receiveToEnd()).isEqualTo("X");
                }
            }
            assertThat(created).containsOnly(created[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewSessionIsCreatedAfterManyResumptions(boolean usingOwnContext) throws Exception {
        Set<Long> created = new HashSet<>();
        WwepTls own = WwepTls.trustingPem(TestTls.ROOT.certificatePem());
        WwepTls client = usingOwnContext ? WwepTls.of(own.context()) : own;
        try (WwepServer server = builder().start()) {
            for (int i = 0; i < 300; i++) {
                try (Peer peer = Peer.of(server, client)) {
                    created.add(peer.handshake().getCreationTime());
                    assertThat(peer.send("R0BAC0B").receive(1)).isEqualTo("X");
                }
            }
        }
        assertThat(created).hasSize(2);
    }

    @Test
    void newConnectionsUseAReplacedIdentityButNotABrokenOne() throws Exception {
        IssuedCertificate next = TestTls.server("next server");
        Path certificate = TestTls.SERVER.chainFile(folder);
        Path key = TestTls.SERVER.keyFile(folder);
        try (WwepServer server = WwepServer.create()
                        .tls(0, TlsIdentity.of(certificate, key))
                        .start();
                Peer old = Peer.of(server, TestTls.TRUST)) {
            assertThat(old.send("R0BAC0B").receive(1)).isEqualTo("X");
            assertThat(subjectOf(server)).isEqualTo("CN=server");
            Files.writeString(certificate, "rubbish");
            assertThat(subjectOf(server)).isEqualTo("CN=server");
            Files.writeString(certificate, next.certificatePem());
            Files.writeString(key, next.keyPem());
            assertThat(subjectOf(server)).isEqualTo("CN=next server");
            assertThat(old.send("R0BAC0B").receive(1))
                    .as("a connection from before")
                    .isEqualTo("X");
        }
    }

    private static String subjectOf(WwepServer server) throws IOException {
        // A new context has no session to resume.
        try (Peer peer = Peer.of(server, WwepTls.trustingPem(TestTls.ROOT.certificatePem()))) {
            String subject = peer.handshake().getPeerPrincipal().getName();
            assertThat(peer.send("R0BAC0B").endOutput().receiveToEnd()).isEqualTo("X");
            return subject;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theEndOfTheStreamWithinAMessageIsIllegalWithAndWithoutACloseNotify(String protocol) throws Exception {
        WwepTls client = TestTls.TRUST.protocols(protocol);
        try (WwepServer server = builder().start()) {
            assertThat(Peer.ask(server, client, "R0BAC0BW0FAC")).isEqualTo("XX");
            try (Peer peer = Peer.of(server, client)) {
                peer.send("R0BAC0BW0FAC").socket().shutdownOutput();
                assertThat(peer.receiveToEnd()).isEqualTo("XX");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true", "TLSv1.3, false", "TLSv1.2, true", "TLSv1.2, false"})
    void aMessageMustArriveWithinItsTimeoutEvenIfItsRecordArrivesByteByByte(String protocol, boolean inOneRecord)
            throws Exception {
        TruncatingSocket tcp = new TruncatingSocket(Integer.MAX_VALUE, Excess.HELD);
        try (WwepServer server =
                        builder().messageTimeout(Duration.ofMillis(250)).start();
                Peer peer = Peer.of(server.tlsAddress(), tcp).over(TestTls.TRUST.protocols(protocol))) {
            assertThat(peer.send("R0BAC0BW0FA").receive(1)).isEqualTo("X");
            tcp.hold();
            if (inOneRecord) {
                peer.send("C0B1234");
            } else {
                for (String digit : "C0B1234".split("", -1)) {
                    peer.send(digit);
                }
            }
            byte[] records = tcp.held();
            String reply = "";
            int sent = 0;
            for (; reply.isEmpty() && sent < records.length; sent++) {
                tcp.sendPastLimit(records, sent, 1);
                reply = peer.receiveWithin(50);
            }
            assertThat(reply).isEqualTo("X");
            assertThat(sent).isLessThan(records.length);
            assertThat(peer.receiveToEnd()).isEmpty();
        }
        assertThat(exchanges).extracting(Exchange::message).first().isEqualTo("R0BAC0B");
        assertThat(exchanges).hasSize(2);
    }

    @Test
    void aRecordMayArriveByteByByteWithinTheTimeout() throws Exception {
        TruncatingSocket tcp = new TruncatingSocket(Integer.MAX_VALUE, Excess.HELD);
        try (WwepServer server = builder().start();
                Peer peer = Peer.of(server.tlsAddress(), tcp).over(TestTls.TRUST)) {
            assertThat(peer.send("R0BAC0B").receive(1)).isEqualTo("X");
            tcp.hold();
            peer.send("W0FAC0B1234");
            byte[] record = tcp.held();
            for (int i = 0; i < record.length; i++) {
                tcp.sendPastLimit(record, i, 1);
            }
            assertThat(peer.receive(11)).isEqualTo("A0FAC0B1234");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientThatLeavesWithoutACloseNotifyIsNotLogged(String protocol) throws Exception {
        try (WwepServer server = builder().start()) {
            for (int i = 0; i < 20; i++) {
                try (Peer peer = Peer.of(server, TestTls.TRUST.protocols(protocol))) {
                    peer.send(String.format("W0FAC%02X1234", i));
                    if (i % 2 == 0) {
                        peer.reset();
                    }
                }
            }
            // Once these reads see the written values, all earlier connections have been served.
            for (int i = 0; i < 20; i++) {
                while (!Peer.ask(server, TestTls.TRUST, String.format("R0FAC%02X", i))
                        .startsWith("A")) {
                    Thread.onSpinWait();
                }
            }
        }
        assertThat(log.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theCourseProfileServesOneExchangePerTlsConnection(String protocol) throws Exception {
        WwepTls client = TestTls.TRUST.protocols(protocol);
        try (WwepServer server =
                builder().plain(0).profile(ServerProfile.COURSE).start()) {
            for (int i = 0; i < 3; i++) {
                try (Peer peer = Peer.of(server, client)) {
                    assertThat(peer.send("W0FAC0B1234").receiveToEnd()).isEqualTo("A0FAC0B1234");
                }
            }
            try (Peer peer = Peer.of(server, client)) {
                assertThat(peer.send("W01234").receiveToEnd()).isEqualTo("X illegal command");
            }
            try (Peer peer = Peer.of(server, client)) {
                assertThat(peer.send("W0FAC0B123456789012345678").receiveToEnd())
                        .isEqualTo("X illegal message length");
            }
            assertThat(Peer.ask(server, client, "R0FAC0B"))
                    .as("to a client that has ended its output")
                    .isEqualTo("A0FAC0B1234");
            assertThat(Peer.ask(server, "R0FAC0B")).isEqualTo("A0FAC0B1234");
        }
    }
}
