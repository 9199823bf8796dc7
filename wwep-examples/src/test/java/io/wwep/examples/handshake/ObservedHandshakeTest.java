package io.wwep.examples.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.examples.handshake.HandshakeStep.Kind;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes with peers that do not play by the rules: what happened is shown, and nothing else. */
class ObservedHandshakeTest {

    private static final WwepTls TRUST =
            WwepTls.trustingPem(IssuedCertificate.authority("A root").certificatePem());
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final HexFormat HEX = HexFormat.of();

    /** Chooses TLS 1.2 and a suite that the client offers. */
    private static final String SERVER_HELLO = "020000280303" + "11".repeat(32) + "00" + "c02b" + "00" + "0000";

    private record Run(List<HandshakeStep> steps, HandshakeEnd end) {

        List<Kind> kinds() {
            return steps.stream().map(HandshakeStep::kind).toList();
        }

        String text() {
            return steps.toString();
        }

        WwepConnectException failure() {
            return Objects.requireNonNull(end.failure());
        }
    }

    @FunctionalInterface
    private interface Peer {
        /** Talks to a client that has sent its hello. */
        void talk(Socket client) throws IOException;
    }

    private static Run run(Duration limit, Peer peer) throws Exception {
        return run(limit, null, peer);
    }

    private static Run run(Duration limit, @Nullable String protocol, Peer peer) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
            CompletableFuture<@Nullable Void> talked = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try (Socket accepted = listener.accept()) {
                    readRecord(accepted.getInputStream());
                    peer.talk(accepted);
                    talked.complete(null);
                } catch (IOException e) {
                    talked.completeExceptionally(e);
                }
            });
            thread.start();
            List<HandshakeStep> steps = new ArrayList<>();
            HandshakeSettings settings =
                    new HandshakeSettings("the peer", "127.0.0.1", TRUST, true, false, null, protocol, limit);
            HandshakeEnd end = ObservedHandshake.over(client, settings, System.nanoTime(), steps::add);
            client.shutdownOutput();
            thread.join();
            talked.get(10, TimeUnit.SECONDS);
            return new Run(steps, end);
        }
    }

    private static void readRecord(InputStream source) throws IOException {
        byte[] header = source.readNBytes(5);
        source.readNBytes(((header[3] & 0xFF) << 8) | (header[4] & 0xFF));
    }

    private static void send(Socket client, String hex) throws IOException {
        client.getOutputStream().write(HEX.parseHex(hex));
    }

    private static String record(String type, String content) {
        return type + "0303" + HEX.toHexDigits((short) (content.length() / 2)) + content;
    }

    @Test
    void aPeerThatClosesAtOnceIsShownToHaveSentNothing() throws Exception {
        Run run = run(LONG, client -> {});

        assertThat(run.kinds())
                .startsWith(Kind.TRUST, Kind.IDENTITY, Kind.CONTEXT, Kind.CONNECTION, Kind.CLIENT_HELLO, Kind.BROKEN)
                .doesNotContain(Kind.SERVER_HELLO, Kind.CERTIFICATES, Kind.KEY_EXCHANGE, Kind.FINISHED);
        assertThat(run.text()).contains("The server has sent nothing.");
        assertThat(run.failure()).hasMessageContaining("the server closed the connection; see its log");
        assertThat(run.failure().phase()).isEqualTo(Phase.HANDSHAKE);
        assertThat(run.end().systemTrust().available()).isFalse();
    }

    @Test
    void aPeerThatClosesAfterItsHelloIsShownWithThatHelloOnly() throws Exception {
        Run run = run(LONG, client -> send(client, record("16", SERVER_HELLO)));

        assertThat(run.kinds())
                .containsSubsequence(Kind.CLIENT_HELLO, Kind.SERVER_HELLO, Kind.BROKEN)
                .doesNotContain(Kind.CERTIFICATES, Kind.KEY_EXCHANGE, Kind.FINISHED);
        assertThat(run.text())
                .contains(
                        "Chose TLS 1.2 and the cipher suite TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                        "with these readable messages: ServerHello");
        assertThat(run.failure()).hasMessageContaining("the server closed the connection");
    }

    @Test
    void aHelloSplitOverRecordsIsPutTogether() throws Exception {
        Run run = run(LONG, client -> {
            send(client, record("16", SERVER_HELLO.substring(0, 20)));
            send(client, record("16", SERVER_HELLO.substring(20)));
        });

        assertThat(run.text()).contains("Chose TLS 1.2");
    }

    @Test
    void aSilentPeerEndsByTheLimit() throws Exception {
        Run run = run(Duration.ofSeconds(1), client -> {
            while (client.getInputStream().read() >= 0) {
                // The client closes it.
            }
        });

        assertThat(run.kinds()).containsSubsequence(Kind.CLIENT_HELLO, Kind.BROKEN);
        assertThat(run.text()).contains("It was not complete within 1 s", "The server has sent nothing.");
        assertThat(run.failure()).hasMessageContaining("did not finish within 1 s");
    }

    @ParameterizedTest
    @CsvSource({
        "15030300020228, Alert handshake_failure, the server accepts nothing that this side offered",
        "15030300020246, Alert protocol_version, accepts none of the protocols",
        "15030300020273, 'Alert unknown_psk_identity, server to client', ended it with the alert unknown_psk_identity;",
        "150303000202ff, 'Alert of the unknown type 255, server to client', ended it with an alert of the unknown type 255; see its log",
        "17030300020000, A record before the ServerHello, ''",
        "140303000101, A record before the ServerHello, ''",
        "48545450, The reply is not TLS, the first byte is 72 ('H')",
        "1604010000, The reply is not TLS, a record of version 4.1",
        "160303ffff, The reply is not TLS, a record of 65535 bytes",
        "1603030040, within a record, the server closed the connection"
    })
    void whatIsNoHandshakeIsNamed(String hex, String step, String why) throws Exception {
        Run run = run(LONG, client -> {
            send(client, hex);
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });

        assertThat(run.text()).contains(step);
        assertThat(run.failure()).hasMessageContaining(why);
        assertThat(run.kinds()).doesNotContain(Kind.SERVER_HELLO, Kind.FINISHED);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, 'side offered (alert protocol_version); leave out --tls-version, or give the other version'",
        ", 'side offered (alert protocol_version)'"
    })
    void whereTheVersionWasChosenTheAdviceIsToChooseAnother(@Nullable String protocol, String end) throws Exception {
        Run run = run(LONG, protocol, client -> {
            send(client, "15030300020246");
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });

        assertThat(run.failure()).hasMessageEndingWith(end);
    }

    @Test
    void afterAFatalAlertOfTheServerThisClientSendsNone() throws Exception {
        Run run = run(LONG, client -> {
            send(client, "15030300020228");
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEmpty();
        });

        assertThat(run.text()).contains("This client closes the TCP connection, without an alert.");
    }

    @Test
    void aPeerThatNeverStopsIsStopped() throws Exception {
        // An unfinished message, in records of a byte each.
        String endless = record("16", "0b");
        Run run = run(LONG, client -> {
            try {
                send(client, record("16", SERVER_HELLO) + endless.repeat(100_000));
                client.shutdownOutput();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The client has closed it.
            }
        });

        assertThat(run.failure()).hasMessageContaining("the TLS handshake with the peer failed");
    }

    @Test
    void aHelloWithAWrongLengthIsSaidToBeUnreadable() throws Exception {
        String broken = SERVER_HELLO.substring(0, SERVER_HELLO.length() - 4) + "ffff";
        Run run = run(LONG, client -> send(client, record("16", broken)));

        assertThat(run.text()).contains("It cannot be read: a length in it is wrong");
    }

    @Test
    void aSuiteWithoutANameIsShownByItsNumber() throws Exception {
        Run run = run(LONG, client -> send(client, record("16", SERVER_HELLO.replace("c02b", "1399"))));

        assertThat(run.text()).contains("Chose TLS 1.2 and the cipher suite 0x1399.");
    }

    @Test
    void theChaptersKeyExchangeIsNamedAsSuch() {
        Hello chosen = new Hello(List.of(Hello.TLS_1_2), List.of(0x009C), List.of(), null, false);

        assertThat(KeyExchange.ofTls12(chosen).details()).first().asString().startsWith("As in the chapter");
    }

    @Test
    void noStepHasControlCharacters() {
        HandshakeStep step = new HandshakeStep(Kind.MESSAGE, "a\u001B[31m", "", List.of("b\r\n\u202Ec"));

        assertThat(step.title()).isEqualTo("a?[31m");
        assertThat(step.details()).containsExactly("b???c");
    }
}
