package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.CertificateBuilder;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources of trusted certificates. */
class TrustTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Trust root");
    private static final IssuedCertificate INTERMEDIATE =
            IssuedCertificate.named("Trust intermediate").authority().issuedBy(ROOT);
    private static final IssuedCertificate OTHER = IssuedCertificate.authority("Another root");
    private static TlsPeer peer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() {
        peer = new TlsPeer(IssuedCertificate.named("server").names("wwep.local").issuedBy(INTERMEDIATE));
    }

    @AfterAll
    static void stop() throws Exception {
        peer.close();
    }

    private void trusted(WwepTls tls) throws Exception {
        assertThat(peer.talk(tls, "wwep.local").isValid()).isTrue();
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void anAuthorityFromAFile() throws Exception {
        trusted(WwepTls.trusting(write("ca.pem", ROOT.certificatePem())));
    }

    @Test
    void authoritiesFromSeveralFiles() throws Exception {
        trusted(WwepTls.trusting(write("other.pem", OTHER.certificatePem()), write("ca.pem", ROOT.certificatePem())));
    }

    @Test
    void severalAuthoritiesInOneFile() throws Exception {
        trusted(WwepTls.trusting(write("both.pem", OTHER.certificatePem() + "\n" + ROOT.certificatePem())));
    }

    @Test
    void anIntermediateAuthorityAlone() throws Exception {
        trusted(WwepTls.trustingPem(INTERMEDIATE.certificatePem()));
    }

    @Test
    void anAuthorityAsDer() throws Exception {
        trusted(WwepTls.trusting(
                Files.write(folder.resolve("ca.der"), ROOT.certificate().getEncoded())));
    }

    @Test
    void pemTextWithCarriageReturnsAndTextAroundTheBlocks() throws Exception {
        String text = "\uFEFFsubject=Another root\n" + OTHER.certificatePem() + "\nissuer: ROOT, größer\n  "
                + ROOT.certificatePem() + "the end";
        trusted(WwepTls.trustingPem(text.replace("\n", "\r\n")));
    }

    @Test
    void pemTextInOneLine() throws Exception {
        String oneLine = "-----BEGIN CERTIFICATE-----"
                + Base64.getEncoder().encodeToString(ROOT.certificate().getEncoded()) + "-----END CERTIFICATE-----";
        trusted(WwepTls.trustingPem(oneLine));
    }

    @Test
    void anAuthorityFromAResource() throws Exception {
        Path made = Path.of(TrustTest.class.getResource("/").toURI()).resolve("trust-test-ca.pem");
        Files.writeString(made, ROOT.certificatePem());
        try {
            trusted(WwepTls.trustingResource(TrustTest.class, "/trust-test-ca.pem"));
        } finally {
            Files.delete(made);
        }
    }

    @Test
    void aMissingResourceIsNamed() {
        assertThatThrownBy(() -> WwepTls.trustingResource(TrustTest.class, "/nowhere.pem"))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("/nowhere.pem")
                .hasMessageContaining("check the name");
    }

    @Test
    void authoritiesFromAKeyStoreOfEitherKind() throws Exception {
        for (String kind : new String[] {"JKS", "PKCS12"}) {
            trusted(WwepTls.trustingKeyStore(keyStore(kind), "changeit".toCharArray()));
        }
    }

    @Test
    void aKeyStoreWithTheWrongPasswordIsRejected() throws Exception {
        Path store = keyStore("PKCS12");
        assertThatThrownBy(() -> WwepTls.trustingKeyStore(store, "wrong".toCharArray()))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining(store.toString())
                .hasMessageContaining("check the password");
    }

    @Test
    void aKeyStoreWithoutTrustedCertificatesIsRejected() throws Exception {
        Path store = folder.resolve("empty.p12");
        save(KeyStore.getInstance("PKCS12"), store);
        assertThatThrownBy(() -> WwepTls.trustingKeyStore(store, "changeit".toCharArray()))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("keytool -importcert");
    }

    private Path keyStore(String kind) throws Exception {
        Path file = folder.resolve("trust." + kind);
        KeyStore store = KeyStore.getInstance(kind);
        store.load(null, null);
        store.setCertificateEntry("root", ROOT.certificate());
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }

    private static void save(KeyStore store, Path file) throws Exception {
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
    }

    @Test
    void aSelfSignedCertificateIsTrustedWhetherItIsAnAuthorityOrNot() throws Exception {
        for (CertificateBuilder draft : new CertificateBuilder[] {
            IssuedCertificate.named("self").names("wwep.local").endEntity(),
            IssuedCertificate.named("self").names("wwep.local")
        }) {
            IssuedCertificate self = draft.selfSigned();
            try (TlsPeer selfSigned = new TlsPeer(self)) {
                selfSigned.talk(WwepTls.trustingPem(self.certificatePem()), "wwep.local");
                assertThat(selfSigned.seen().problem()).isNull();
            }
        }
    }

    @Test
    void theSystemsAuthoritiesDoNotTrustAPrivateOne() {
        assertThatThrownBy(() -> peer.talk(WwepTls.trustingSystem(), "wwep.local"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("CN=Trust root");
    }

    @Test
    void theSystemsAuthoritiesAreAddedToTheOthers() throws Exception {
        trusted(WwepTls.trustingPem(ROOT.certificatePem()).alsoSystem());
    }

    @Test
    void everyKindOfServerKeyIsAccepted() throws Exception {
        for (KeyKind kind : KeyKind.values()) {
            IssuedCertificate server = IssuedCertificate.named("server")
                    .key(kind)
                    .names("wwep.local")
                    .issuedBy(ROOT);
            try (TlsPeer other = new TlsPeer(server)) {
                other.talk(WwepTls.trustingPem(ROOT.certificatePem()), "wwep.local");
            }
        }
    }

    @Test
    void anEmptyTrustIsRejected() {
        assertThatThrownBy(() -> WwepTls.trusting())
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("at least one file");
    }
}
