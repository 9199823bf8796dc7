package io.wwep.client;

import static io.wwep.client.ScriptedPeer.acceptance;
import static io.wwep.client.ScriptedPeer.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.Delivery;
import io.wwep.protocol.Phase;
import io.wwep.protocol.WwepConnectException;
import io.wwep.protocol.WwepConnectionLostException;
import io.wwep.protocol.WwepRequest;
import io.wwep.tls.Revocation;
import io.wwep.tls.RevocationAnswers;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failed handshakes: each exception gives the cause and the remedy, and reports that nothing was sent. */
class TlsFailureTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final ScriptedPeer.Script UNUSED = talk -> {
        String request = talk.requestOrEnd();
        if (request != null) {
            throw new AssertionError("a request came through: " + request);
        }
    };
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Failure root");
    private static final IssuedCertificate OTHER_ROOT = IssuedCertificate.authority("Other root");
    private static final IssuedCertificate SERVER = server().issuedBy(ROOT);

    @TempDir
    private Path folder;

    private static CertificateBuilder server() {
        return IssuedCertificate.named("server").names("127.0.0.1");
    }

    private static WwepTls trust() {
        return WwepTls.trustingPem(ROOT.certificatePem());
    }

    private WwepTls trustAs(IssuedCertificate client) {
        return trust().identity(client.chainFile(folder), client.keyFile(folder));
    }

    private static Consumer<SSLParameters> only(String protocol) {
        return parameters -> parameters.setProtocols(new String[] {protocol});
    }

    private static Consumer<SSLParameters> onlyWithClients(String protocol) {
        return parameters -> {
            parameters.setProtocols(new String[] {protocol});
            parameters.setNeedClientAuth(true);
        };
    }

    /** Returns the failure of an exchange with a server that presents this certificate. */
    private static WwepConnectException refused(IssuedCertificate server, WwepTls tls) throws IOException {
        return failure(new TlsLayer(server), tls);
    }

    private static WwepConnectException failure(ScriptedPeer.Layer layer, WwepTls tls) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.over(layer, UNUSED)) {
            return failure(peer, tls);
        }
    }

    private static WwepConnectException failure(ScriptedPeer peer, WwepTls tls) {
        try (WwepClient client = peer.client().tls(tls).build()) {
            WwepConnectException e = catchThrowableOfType(WwepConnectException.class, () -> client.exchange(WRITE));
            assertThat(e)
                    .returns(Phase.HANDSHAKE, WwepConnectException::phase)
                    .returns(Delivery.NOT_SENT, WwepConnectException::delivery)
                    .hasMessageStartingWith("the TLS handshake with 127.0.0.1:" + peer.port() + " failed: ");
            return e;
        }
    }

    @Test
    void anExpiredCertificate() throws Exception {
        assertThat(refused(server().expired().issuedBy(ROOT), trust()))
                .hasMessageContaining("the certificate CN=server expired on 2020-03-04")
                .hasMessageContaining("have it renewed");
    }

    @Test
    void aCertificateNotYetValid() throws Exception {
        Instant start = Instant.parse("2099-01-02T00:00:00Z");
        assertThat(refused(server().valid(start, start.plus(Duration.ofDays(9))).issuedBy(ROOT), trust()))
                .hasMessageContaining("is valid only from 2099-01-02 on")
                .hasMessageContaining("check this machine's clock");
    }

    @Test
    void aCertificateForAnotherName() throws Exception {
        IssuedCertificate other =
                IssuedCertificate.named("x").names("wwep.local").issuedBy(ROOT);
        assertThat(refused(other, trust()))
                .hasMessageContaining("is not for 127.0.0.1")
                .hasMessageContaining("wwep.local")
                .hasMessageContaining("expectingName(\"wwep.local\")");
    }

    @Test
    void aCertificateByAnUnknownIssuer() throws Exception {
        assertThat(refused(server().issuedBy(OTHER_ROOT), trust()))
                .hasMessageContaining("CN=Other root")
                .hasMessageContaining("trust");
    }

    @Test
    void aSelfSignedCertificateThatIsNotTrusted() throws Exception {
        assertThat(refused(server().selfSigned(), trust()))
                .hasMessageContaining("self-signed")
                .hasMessageMatching("(?s).*([0-9A-F]{2}:){31}[0-9A-F]{2}.*");
    }

    @Test
    void aGivenContextThatDoesNotTrustTheServer() throws Exception {
        SSLContext context = SSLContext.getDefault();
        assertThat(refused(SERVER, WwepTls.of(context)))
                .hasMessageContaining("unable to find valid certification path")
                .hasMessageContaining("have the SSLContext that was given to of(…) trust the authority");
    }

    @Test
    void aSupplierWithoutAContext() throws Exception {
        WwepTls failing = WwepTls.of(() -> {
            throw new IllegalStateException("the vault is locked");
        });
        assertThat(refused(SERVER, failing))
                .hasMessageContaining("TLS could not be set up: the vault is locked")
                .hasMessageContaining("check what was given to of(…)")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(refused(SERVER, WwepTls.of(new AtomicReference<SSLContext>()::get)))
                .hasMessageContaining("the supplier given to of(…) returned no SSLContext");
    }

    @Test
    void aMissingIntermediateCertificate() throws Exception {
        IssuedCertificate intermediate =
                IssuedCertificate.named("Intermediate").authority().issuedBy(ROOT);
        IssuedCertificate server = server().issuedBy(intermediate);
        IssuedCertificate alone = server.withIntermediates();
        assertThat(refused(alone, trust()))
                .hasMessageContaining("CN=Intermediate")
                .hasMessageContaining("have the peer send it too");
    }

    @Test
    void aRevokedCertificate() throws Exception {
        try (MockWebServer issuer = new MockWebServer()) {
            issuer.start(InetAddress.getLoopbackAddress(), 0);
            // The JDK keeps a list for a while by its address, so the path is not another test's.
            IssuedCertificate revoked =
                    server().crl(issuer.url("/failure.crl").uri()).issuedBy(ROOT);
            issuer.enqueue(new MockResponse.Builder()
                    .addHeader("Connection", "close")
                    .body(new Buffer().write(RevocationAnswers.crl(ROOT, 0, revoked)))
                    .build());
            assertThat(refused(revoked, trust().revocation(Revocation.HARD)))
                    .hasMessageContaining("the certificate CN=server was revoked")
                    .hasMessageContaining("have a new one issued");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aRequiredClientCertificateThatIsMissing(String protocol) throws Exception {
        TlsLayer layer = new TlsLayer(SERVER, ROOT, onlyWithClients(protocol));
        assertThat(failure(layer, trust()))
                .hasMessageContaining("the server requires a client certificate by CN=Failure root")
                .hasMessageContaining("give one, and its key, with identity(…)");
        assertThat(layer.problem()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aRejectedClientCertificate(String protocol) throws Exception {
        IssuedCertificate expired = IssuedCertificate.named("client").expired().issuedBy(ROOT);
        TlsLayer layer = new TlsLayer(SERVER, ROOT, onlyWithClients(protocol));
        assertThat(failure(layer, trustAs(expired)))
                .hasMessageContaining("the server did not accept this client's certificate (alert ")
                .hasMessageContaining("identity(…)");
        assertThat(layer.problem()).contains("validity check failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientCertificateByAnAuthorityThatTheServerDoesNotName(String protocol) throws Exception {
        IssuedCertificate client = IssuedCertificate.named("client").issuedBy(OTHER_ROOT);
        TlsLayer layer = new TlsLayer(SERVER, ROOT, onlyWithClients(protocol));
        assertThat(failure(layer, trustAs(client)))
                .hasMessageContaining("the server requires a client certificate by CN=Failure root")
                .hasMessageContaining("this client's does not chain to it; give one that does");
        assertThat(layer.problem()).isNotEmpty();
    }

    @Test
    void noProtocolInCommon() throws Exception {
        assertThat(failure(new TlsLayer(SERVER, only("TLSv1.2")), trust().protocols("TLSv1.3")))
                .hasMessageContaining("TLSv1.3")
                .hasMessageContaining("protocols(…)");
        assertThat(failure(new TlsLayer(SERVER, only("TLSv1.3")), trust().protocols("TLSv1.2")))
                .hasMessageContaining("[TLSv1.2]")
                .hasMessageContaining("protocols(…)");
    }

    @Test
    void noCipherSuiteInCommon() throws Exception {
        TlsLayer layer =
                new TlsLayer(SERVER, parameters -> parameters.setCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"}));
        assertThat(failure(layer, trust().ciphers("TLS_AES_128_GCM_SHA256")))
                .hasMessageContaining("the server accepts nothing that this side offered")
                .hasMessageContaining("[TLS_AES_128_GCM_SHA256]");
        assertThat(layer.problem()).contains("cipher suite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "X illegal character (Character: .)", "A0FAC0B1234"})
    void aServerThatSpeaksPlainWwep(String answer) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
            talk.bytes(5);
            talk.send(answer);
        })) {
            assertThat(failure(peer, trust()))
                    .hasMessageContaining("the server speaks plain WWEP at this port")
                    .hasMessageContaining("40508");
        }
    }

    @Test
    void aServerThatSpeaksNeitherTlsNorWwep() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(talk -> {
            talk.bytes(5);
            talk.send("HTTP/1.1 400 Bad Request\r\n\r\n");
            talk.untilEnd();
        })) {
            assertThat(failure(peer, trust())).hasMessageContaining("is not TLS");
        }
    }

    @Test
    void aPlainClientOnATlsPort() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(SERVER), UNUSED);
                WwepClient client = peer.client().build()) {
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOfSatisfying(WwepConnectException.class, e -> {
                        assertThat(e.phase()).isEqualTo(Phase.HANDSHAKE);
                        assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
                    })
                    .hasMessageContaining("speaks TLS, but this client does not")
                    .hasMessageContaining("tls(…)");
        }
    }

    @Test
    void connectFailsAtOnce() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(server().issuedBy(OTHER_ROOT)), UNUSED)) {
            assertThatThrownBy(() -> peer.client().tls(trust()).connect())
                    .isInstanceOf(WwepConnectException.class)
                    .hasMessageContaining("CN=Other root");
        }
    }

    @Test
    void theExchangeAfterAFailedHandshakeUsesANewConnection() throws Exception {
        TlsLayer bad = new TlsLayer(server().issuedBy(OTHER_ROOT));
        TlsLayer good = new TlsLayer(SERVER);
        CountDownLatch first = new CountDownLatch(1);
        ScriptedPeer.Layer changing = accepted -> {
            boolean isFirst = first.getCount() == 1;
            first.countDown();
            return (isFirst ? bad : good).over(accepted);
        };
        try (ScriptedPeer peer = ScriptedPeer.over(changing, UNUSED, accepting());
                WwepClient client = peer.client().tls(trust()).build()) {
            assertThatThrownBy(() -> client.exchange(WRITE)).isInstanceOf(WwepConnectException.class);
            client.exchange(WRITE);
            assertThat(peer.requests()).containsExactly("W0FAC0B1234");
        }
    }

    @Test
    void anAlertAfterTheHandshakeIsALostConnection() throws Exception {
        ScriptedPeer.Script breaks = talk -> {
            talk.send(acceptance(talk.request()));
            talk.send(acceptance(talk.request()));
            talk.request();
            talk.sendInTheClear("\u0017\u0003\u0003\u0000\u0013AAAAAAAAAAAAAAAAAAA");
            talk.untilEnd();
        };
        try (ScriptedPeer peer = ScriptedPeer.over(new TlsLayer(SERVER), breaks);
                WwepClient client = peer.client().tls(trust()).build()) {
            client.exchange(WRITE);
            client.exchange(WRITE);
            assertThatThrownBy(() -> client.exchange(WRITE))
                    .isInstanceOf(WwepConnectionLostException.class)
                    .returns(Delivery.UNKNOWN, e -> ((WwepConnectionLostException) e).delivery());
        }
    }
}
