package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server's identity; the client's tests cover the formats of its files. */
class TlsIdentityTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Root");
    private static final IssuedCertificate FIRST =
            IssuedCertificate.named("first").names("wwep.local").issuedBy(ROOT);
    private static final IssuedCertificate SECOND =
            IssuedCertificate.named("second").names("wwep.local").issuedBy(ROOT);
    private static final WwepTls TRUST = WwepTls.trustingPem(ROOT.certificatePem());

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;
    private TlsIdentity identity;

    @BeforeEach
    void writeTheFirstIdentity() throws Exception {
        certificate = folder.resolve("server.pem");
        key = folder.resolve("server-key.pem");
        write(FIRST);
        identity = TlsIdentity.of(certificate, key);
    }

    private void write(IssuedCertificate which) throws IOException {
        Files.writeString(certificate, which.certificatePem());
        Files.writeString(key, which.keyPem());
    }

    @Test
    void theContextIsReusedUntilTheFilesChange() throws Exception {
        SSLContext context = identity.context();
        assertThat(identity.context()).isSameAs(context);
        Files.writeString(certificate, "a comment\n" + FIRST.certificatePem());
        assertThat(identity.context()).as("the same certificate").isSameAs(context);
        write(SECOND);
        assertThat(identity.context()).as("another certificate").isNotSameAs(context);
        assertThat(subjectPresentedBy(identity.context())).isEqualTo("CN=second");
    }

    @Test
    void theContextOfAServerWithClientCertificatesIsReusedUntilTheFilesChange() throws Exception {
        WwepTls serving = TRUST.serving(identity);
        SSLContext context = serving.context();
        assertThat(serving.context()).isSameAs(context);
        write(SECOND);
        assertThat(serving.context()).isNotSameAs(context);
        assertThat(subjectPresentedBy(serving.context())).isEqualTo("CN=second");
    }

    @Test
    void filesThatDoNotMatchLeaveTheOldInUse() throws Exception {
        SSLContext context = identity.context();
        try (LogCapture log = new LogCapture("io.wwep.tls")) {
            Files.writeString(key, SECOND.keyPem() + "\n");
            assertThat(identity.context()).isSameAs(context);
            assertThat(identity.context()).isSameAs(context);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("server-key.pem")
                    .contains("the old contents stay in use");
        }
    }

    @Test
    void unusableFilesAreReportedAtOnce() {
        assertThatThrownBy(() -> TlsIdentity.of(folder.resolve("none.pem"), key))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("there is no file");
    }

    @Test
    void anEncryptedKeyIsReadAgainEvenAfterTheCallerClearedThePassword() throws Exception {
        Files.writeString(key, PemText.encrypted(FIRST.key(), "sesame".toCharArray()));
        char[] password = "sesame".toCharArray();
        TlsIdentity encrypted = TlsIdentity.of(certificate, key, password);
        Arrays.fill(password, '\0');
        Files.writeString(certificate, SECOND.certificatePem());
        Files.writeString(key, PemText.encrypted(SECOND.key(), "sesame".toCharArray()));
        assertThat(subjectPresentedBy(encrypted.context())).isEqualTo("CN=second");
    }

    @Test
    void aClientPresentsTheSameIdentityAsAServer() throws Exception {
        try (TlsPeer peer = new TlsPeer(FIRST, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
            peer.talk(TRUST.identity(identity), "wwep.local");
            assertThat(peer.seen().clientSubject()).isEqualTo("CN=first");
        }
    }

    @Test
    void theContextOfAnIdentityTrustsNoClient() {
        assertThatThrownBy(() -> handshake(identity.context(), TRUST.identity(identity)))
                .isInstanceOf(IOException.class);
    }

    static Stream<WwepTls> clientOnlySettings() throws IOException {
        return Stream.of(
                TRUST.expectingName("wwep.local"),
                TRUST.protocols("TLSv1.3"),
                TRUST.ciphers("TLS_AES_128_GCM_SHA256"),
                WwepTls.unverified());
    }

    @ParameterizedTest
    @MethodSource("clientOnlySettings")
    void aServerRejectsClientOnlySettings(WwepTls trust) {
        assertServerRejects(trust, "leave out expectingName(…)");
    }

    @Test
    void aServerRejectsASecondIdentity() {
        assertServerRejects(TRUST.identity(identity), "identity(…)");
        assertServerRejects(WwepTls.of(identity.context()), "a given SSLContext brings its own identity");
    }

    private void assertServerRejects(WwepTls trust, String message) {
        assertThatThrownBy(() -> trust.serving(identity))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining(message);
    }

    private static String subjectPresentedBy(SSLContext server) throws Exception {
        return handshake(server, TRUST);
    }

    /**
     * Returns the server's subject as the client saw it; the server requests a client certificate but does not require
     * it.
     */
    private static String handshake(SSLContext server, WwepTls client) throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket)
                        server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
                SSLSocket socket = client.over(plain, "wwep.local")) {
            listener.setWantClientAuth(true);
            Thread accepting = new Thread(() -> {
                try (Socket accepted = listener.accept()) {
                    accepted.getOutputStream().write('!');
                } catch (IOException e) {
                    // The client fails too.
                }
            });
            accepting.start();
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(new byte[] {'!'});
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    @Test
    void oneFileMayContainBoth() throws Exception {
        Path both = Files.writeString(folder.resolve("both.pem"), SECOND.keyPem() + SECOND.certificatePem());
        assertThat(subjectPresentedBy(TlsIdentity.of(both, both).context())).isEqualTo("CN=second");
    }
}
