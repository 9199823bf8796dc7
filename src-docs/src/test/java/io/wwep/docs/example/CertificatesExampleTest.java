package io.wwep.docs.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wwep.client.WwepClient;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import io.wwep.pki.SigningRequest;
import io.wwep.protocol.WwepConnectException;
import io.wwep.server.WwepServer;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How to make certificates in tests. */
class CertificatesExampleTest {

    @TempDir
    private Path folder;

    @Test
    void aLabOfOnesOwn() throws Exception {
        AtomicReference<@Nullable String> seen = new AtomicReference<>();
        // tag::lab[]
        IssuedCertificate lab = IssuedCertificate.authority("My lab");
        IssuedCertificate own =
                IssuedCertificate.named("server").names("127.0.0.1").issuedBy(lab);
        IssuedCertificate gateway =
                IssuedCertificate.named("gateway 7").forClients().issuedBy(lab);

        WwepTls trust = WwepTls.trustingPem(lab.certificatePem());
        try (WwepServer server = WwepServer.create()
                        .tls(0, TlsIdentity.of(own.chainFile(folder), own.keyFile(folder)))
                        .requireClientCertificates(trust)
                        .listener(exchange -> seen.set(exchange.clientSubject()))
                        .start();
                WwepClient client = WwepClient.create("127.0.0.1")
                        .port(server.tlsPort())
                        .tls(trust.identity(gateway.chainFile(folder), gateway.keyFile(folder)))
                        .build()) {
            client.write(0x0FAC, 0x0B, 0x1234);
        }
        assertEquals("CN=gateway 7", seen.get());
        // end::lab[]
    }

    @Test
    void whatIsWrongInTheField() throws Exception {
        IssuedCertificate lab = IssuedCertificate.authority("My lab");
        // tag::wrong[]
        IssuedCertificate expired =
                IssuedCertificate.named("server").names("127.0.0.1").expired().issuedBy(lab);
        IssuedCertificate elsewhere =
                IssuedCertificate.named("server").names("other.local").issuedBy(lab);
        IssuedCertificate stranger = IssuedCertificate.named("server")
                .names("127.0.0.1")
                .issuedBy(IssuedCertificate.authority("My lab")); // of the same name, but another
        // end::wrong[]
        assertTrue(refusal(lab, expired).contains("expired"));
        assertTrue(refusal(lab, elsewhere).contains("is not for 127.0.0.1"));
        assertTrue(refusal(lab, stranger).contains("was not signed by the trusted CN=My lab"));
    }

    private String refusal(IssuedCertificate lab, IssuedCertificate own) throws Exception {
        try (WwepServer server = WwepServer.create()
                        .tls(0, TlsIdentity.of(own.chainFile(folder), own.keyFile(folder)))
                        .start();
                WwepClient client = WwepClient.create("127.0.0.1")
                        .port(server.tlsPort())
                        .tls(WwepTls.trustingPem(lab.certificatePem()))
                        .build()) {
            return String.valueOf(assertThrows(WwepConnectException.class, () -> client.read(1, 1))
                    .getMessage());
        }
    }

    @Test
    void otherChoices() {
        IssuedCertificate lab = IssuedCertificate.authority("My lab");
        // tag::choices[]
        IssuedCertificate room = IssuedCertificate.named("Room 7").authority(0).issuedBy(lab);
        IssuedCertificate board = IssuedCertificate.named("board")
                .key(KeyKind.RSA)
                .names("board.local")
                .issuedBy(room);
        String key =
                PemText.traditionalEncrypted(board.key(), "sesame".toCharArray()); // or encrypted(…), traditional(…)
        // end::choices[]
        assertEquals(2, board.chain().size());
        assertTrue(key.startsWith("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"));
    }

    @Test
    void asTheJavadocSays() {
        IssuedCertificate lab = IssuedCertificate.authority("My lab");
        IssuedCertificate server = IssuedCertificate.named("server")
                .names("wwep.local", "127.0.0.1")
                .issuedBy(lab);
        IssuedCertificate gateway =
                IssuedCertificate.named("gateway 7").forClients().issuedBy(lab);
        SSLContext context = server.sslContext(lab); // for a server that requires client certificates
        assertEquals("TLS", context.getProtocol());
        assertEquals("CN=gateway 7", gateway.toString());
    }

    @Test
    void asTheJavadocSaysOfRequests() {
        IssuedCertificate lab = IssuedCertificate.authority("My lab");
        KeyPair keys = KeyKind.EC.generate();
        SigningRequest request =
                IssuedCertificate.named("lamp").names("lamp.local").signingRequest(keys);
        X509Certificate lamp = SigningRequest.of(request.pem()).signedBy(lab, Duration.ofDays(365));
        assertEquals("CN=lamp", lamp.getSubjectX500Principal().getName());
    }
}
