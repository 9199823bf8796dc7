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

/** An identity as a server has it; the formats of its files are tested with a client's. */
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
    void beTheFirst() throws Exception {
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
    void theContextStaysUntilTheFilesChange() throws Exception {
        SSLContext context = identity.context();
        assertThat(identity.context()).isSameAs(context);
        Files.writeString(certificate, "a comment\n" + FIRST.certificatePem());
        assertThat(identity.context()).as("the same certificate").isSameAs(context);
        write(SECOND);
        assertThat(identity.context()).as("another certificate").isNotSameAs(context);
        assertThat(subjectShownBy(identity.context())).isEqualTo("CN=second");
    }

    @Test
    void theContextOfAServerWithClientsCertificatesStaysUntilTheFilesChange() throws Exception {
        WwepTls serving = TRUST.serving(identity);
        SSLContext context = serving.context();
        assertThat(serving.context()).isSameAs(context);
        write(SECOND);
        assertThat(serving.context()).isNotSameAs(context);
        assertThat(subjectShownBy(serving.context())).isEqualTo("CN=second");
    }

    @Test
    void filesThatDoNotBelongTogetherLeaveTheOldInUse() throws Exception {
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
    void filesThatCannotBeUsedAreToldAtOnce() {
        assertThatThrownBy(() -> TlsIdentity.of(folder.resolve("none.pem"), key))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("there is no file");
    }

    @Test
    void anEncryptedKeyIsReadWithItsPasswordAlsoAfterTheCallerHasClearedIt() throws Exception {
        Files.writeString(key, PemText.encrypted(FIRST.key(), "sesame".toCharArray()));
        char[] password = "sesame".toCharArray();
        TlsIdentity encrypted = TlsIdentity.of(certificate, key, password);
        Arrays.fill(password, '\0');
        Files.writeString(certificate, SECOND.certificatePem());
        Files.writeString(key, PemText.encrypted(SECOND.key(), "sesame".toCharArray()));
        assertThat(subjectShownBy(encrypted.context())).isEqualTo("CN=second");
    }

    @Test
    void aClientShowsTheSameIdentityThatAServerHas() throws Exception {
        try (TlsPeer peer = new TlsPeer(FIRST, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
            peer.talk(TRUST.identity(identity), "wwep.local");
            assertThat(peer.seen().clientSubject()).isEqualTo("CN=first");
        }
    }

    @Test
    void theContextOfAnIdentityAloneTrustsNoClient() {
        assertThatThrownBy(() -> handshake(identity.context(), TRUST.identity(identity)))
                .isInstanceOf(IOException.class);
    }

    static Stream<WwepTls> whatOnlyAClientCanHeed() throws IOException {
        return Stream.of(
                TRUST.expectingName("wwep.local"),
                TRUST.protocols("TLSv1.3"),
                TRUST.ciphers("TLS_AES_128_GCM_SHA256"),
                WwepTls.unverified());
    }

    @ParameterizedTest
    @MethodSource("whatOnlyAClientCanHeed")
    void aServerRefusesWhatOnlyAClientCanHeed(WwepTls trust) {
        refusesToServe(trust, "leave out expectingName(…)");
    }

    @Test
    void aServerRefusesASecondIdentity() {
        refusesToServe(TRUST.identity(identity), "identity(…)");
        refusesToServe(WwepTls.of(identity.context()), "a given SSLContext brings its own identity");
    }

    private void refusesToServe(WwepTls trust, String message) {
        assertThatThrownBy(() -> trust.serving(identity))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining(message);
    }

    private static String subjectShownBy(SSLContext server) throws Exception {
        return handshake(server, TRUST);
    }

    /** The server's subject as a client saw it; the server asks for a client certificate, and takes a client without. */
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
                    // The client learns of it too.
                }
            });
            accepting.start();
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(new byte[] {'!'});
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    @Test
    void oneFileMayHoldBoth() throws Exception {
        Path both = Files.writeString(folder.resolve("both.pem"), SECOND.keyPem() + SECOND.certificatePem());
        assertThat(subjectShownBy(TlsIdentity.of(both, both).context())).isEqualTo("CN=second");
    }
}
