package io.wwep.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuedCertificateTest {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Lab root");
    private static final IssuedCertificate MIDDLE =
            IssuedCertificate.named("Lab 7").authority(0).issuedBy(ROOT);
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("localhost", "127.0.0.1").issuedBy(MIDDLE);

    @TempDir
    private Path folder;

    @Test
    void aChainOmitsTheRoot() {
        assertThat(SERVER.chain()).containsExactly(SERVER.certificate(), MIDDLE.certificate());
        assertThat(MIDDLE.chain()).containsExactly(MIDDLE.certificate());
        assertThat(ROOT.chain()).containsExactly(ROOT.certificate());
    }

    @Test
    void aChainCanBeReplaced() {
        assertThat(SERVER.withIntermediates().chain()).containsExactly(SERVER.certificate());
        assertThat(SERVER.withIntermediates(ROOT.certificate()).chain())
                .containsExactly(SERVER.certificate(), ROOT.certificate());
        assertThat(SERVER.withIntermediates().key()).isSameAs(SERVER.key());
    }

    @Test
    void pemMethodsReturnPem() {
        assertThat(SERVER.certificatePem()).isEqualTo(PemText.of(SERVER.certificate()));
        assertThat(SERVER.chainPem()).isEqualTo(SERVER.certificatePem() + MIDDLE.certificatePem());
        assertThat(SERVER.keyPem()).isEqualTo(PemText.of(SERVER.key()));
    }

    @Test
    void filesContainTheChainAndTheKey() {
        assertThat(SERVER.chainFile(folder)).hasContent(SERVER.chainPem());
        assertThat(SERVER.keyFile(folder)).hasContent(SERVER.keyPem());
        assertThat(SERVER.keyFile(folder)).as("again").hasContent(SERVER.keyPem());
    }

    @Test
    void onlyTheOwnerCanReadAKeyFile() throws Exception {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(SERVER.keyFile(folder))))
                .isEqualTo("rw-------");
    }

    @Test
    void aMissingFolderIsReported() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> SERVER.chainFile(missing))
                .hasMessageContainingAll(missing.toString(), "cannot be written", "give an existing, writable folder");
        assertThatThrownBy(() -> SERVER.keyFile(missing))
                .hasMessageContainingAll(missing.toString(), "cannot be written", "give an existing, writable folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "My first server",
                "a, b",
                "back\\slash",
                "\"quoted\"",
                "CN=x+O=y",
                "line\nbreak",
                "\nred\n",
                " spaced  out ",
                "#1; <2>",
                "gr\u00fcn",
                "\u001b\u202e"
            })
    void aCommonNameMayBeAnyText(String text) throws Exception {
        X509Certificate made = IssuedCertificate.authority(text).certificate();

        assertThat(new LdapName(made.getSubjectX500Principal().getName()).getRdns())
                .singleElement()
                .satisfies(part -> assertThat(part.getType()).isEqualTo("CN"))
                .satisfies(part -> assertThat(part.getValue()).isEqualTo(text));
    }

    @Test
    void anEmptyCommonNameIsRefused() {
        assertThatThrownBy(() -> IssuedCertificate.named(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be empty");
    }

    @Test
    void aSubjectMayHaveMoreThanACommonName() {
        X500Principal subject = new X500Principal("CN=lamp,OU=Lab,O=Example");

        assertThat(IssuedCertificate.named(subject).issuedBy(ROOT).certificate().getSubjectX500Principal())
                .isEqualTo(subject);
    }

    @Test
    void toStringOmitsTheKey() {
        assertThat(SERVER).hasToString("CN=server");
    }

    @Test
    void anExistingAuthorityCanIssueCertificates() throws Exception {
        IssuedCertificate existing = IssuedCertificate.of(ROOT.certificate(), ROOT.key());
        IssuedCertificate made = IssuedCertificate.named("lamp").issuedBy(existing);

        made.certificate().verify(ROOT.certificate().getPublicKey());
        assertThat(made.chain()).containsExactly(made.certificate());
        IssuedCertificate below = IssuedCertificate.of(MIDDLE.certificate(), MIDDLE.key());
        assertThat(IssuedCertificate.named("lamp").issuedBy(below).chain())
                .element(1)
                .isEqualTo(MIDDLE.certificate());
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertThatThrownBy(() -> IssuedCertificate.of(ROOT.certificate(), SERVER.key()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "the key EC P-256 does not belong to the certificate CN=Lab root",
                        "give the certificate's own key");
        assertThatThrownBy(() -> IssuedCertificate.of(
                        ROOT.certificate(), KeyKind.ED25519.generate().getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void anExistingCertificateIsAcceptedWithAnyKindOfKey(KeyKind kind) {
        IssuedCertificate made = IssuedCertificate.named("lamp").key(kind).issuedBy(ROOT);

        assertThat(IssuedCertificate.of(made.certificate(), made.key()).certificate())
                .isEqualTo(made.certificate());
    }

    @Test
    void aKeyThatCannotSignIsRefused() throws Exception {
        KeyPair agreement = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        IssuedCertificate made = IssuedCertificate.named("lamp").keys(agreement).issuedBy(ROOT);

        assertThatThrownBy(() -> IssuedCertificate.of(made.certificate(), made.key()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot sign");
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aClientThatTrustsTheRootConnectsToAServerWithAnyKindOfKey(KeyKind kind) throws Exception {
        IssuedCertificate server = IssuedCertificate.named("server")
                .key(kind)
                .names("localhost")
                .forServers()
                .issuedBy(MIDDLE);

        assertThat(handshake(server.sslContext(), false, SERVER.sslContext(ROOT)))
                .isEqualTo("CN=server");
    }

    @Test
    void aServerThatTrustsAnAuthorityAcceptsItsClients() throws Exception {
        IssuedCertificate lamp = IssuedCertificate.named("lamp").forClients().issuedBy(MIDDLE);

        assertThat(handshake(SERVER.sslContext(ROOT), true, lamp.sslContext(ROOT)))
                .isEqualTo("CN=server");
    }

    @Test
    void aServerThatTrustsAnAuthorityRefusesTheClientsOfAnother() throws Exception {
        IssuedCertificate stranger = IssuedCertificate.authority("Strangers");
        IssuedCertificate lamp = IssuedCertificate.named("lamp").issuedBy(stranger);

        // The client's exception depends on whether the alert or the end of the connection arrives first.
        assertThat(serverFailure(SERVER.sslContext(ROOT), lamp.sslContext(ROOT)))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aContextThatTrustsNothingIsRefused() {
        assertThatThrownBy(() -> SERVER.sslContext(new IssuedCertificate[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give an authority");
    }

    /** Returns the server's subject, as seen by the client. */
    private static String handshake(SSLContext server, boolean needsClientCertificate, SSLContext client)
            throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setNeedClientAuth(needsClientCertificate);
            CompletableFuture<@Nullable IOException> served = CompletableFuture.supplyAsync(() -> serve(listener));
            try {
                return subjectOfServer(client, listener.getLocalPort());
            } finally {
                served.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Returns the exception of a server that requires a client certificate, or null if it accepts the client. */
    private static @Nullable IOException serverFailure(SSLContext server, SSLContext client) throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setNeedClientAuth(true);
            CompletableFuture<@Nullable IOException> served = CompletableFuture.supplyAsync(() -> serve(listener));
            try {
                subjectOfServer(client, listener.getLocalPort());
            } catch (IOException e) {
                // The server's exception matters.
            }
            return served.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static String subjectOfServer(SSLContext client, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            socket.getOutputStream().write(1);
            if (socket.getInputStream().read() != 1) {
                throw new SSLException("the server refused the client");
            }
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    /** Returns the exception, or null on success. */
    private static @Nullable IOException serve(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(socket.getInputStream().read());
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
