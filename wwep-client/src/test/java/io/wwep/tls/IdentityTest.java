package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's certificate and key in every format. */
class IdentityTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Identity root");
    private static final IssuedCertificate SERVER =
            IssuedCertificate.named("server").names("wwep.local").issuedBy(ROOT);
    private static final String PASSWORD = "sesame öffne";

    /** By the kinds of their keys: generating one takes long, and only the key's format is the point here. */
    private static final Map<KeyKind, IssuedCertificate> CLIENTS = new EnumMap<>(KeyKind.class);

    @TempDir
    private Path folder;

    @AfterEach
    void bouncyCastleIsNeverRegistered() {
        assertThat(Security.getProviders())
                .noneMatch(provider -> provider.getName().startsWith("BC"));
    }

    private static IssuedCertificate client(KeyKind kind) {
        return CLIENTS.computeIfAbsent(
                kind, missing -> IssuedCertificate.named("client").key(missing).issuedBy(ROOT));
    }

    static Stream<Arguments> everyFormatOfEveryKind() {
        return Arrays.stream(KeyKind.values())
                .flatMap(kind -> Stream.of("PKCS#8", "PKCS#8 as DER", "traditional", "PBES2", "traditional encrypted")
                        .filter(format -> kind != KeyKind.ED25519 || !format.startsWith("traditional"))
                        .map(format -> Arguments.of(kind, format)));
    }

    @ParameterizedTest
    @MethodSource("everyFormatOfEveryKind")
    void aKeyIsAcceptedAndItsCertificatePresented(KeyKind kind, String format) throws Exception {
        IssuedCertificate client = client(kind);
        Path key = folder.resolve("key");
        switch (format) {
            case "PKCS#8" -> Files.writeString(key, client.keyPem().replace("\n", "\r\n"));
            case "PKCS#8 as DER" -> Files.write(key, client.key().getEncoded());
            case "traditional" -> Files.writeString(key, PemText.traditional(client.key()));
            case "PBES2" -> Files.writeString(key, PemText.encrypted(client.key(), PASSWORD.toCharArray()));
            default -> Files.writeString(key, PemText.traditionalEncrypted(client.key(), PASSWORD.toCharArray()));
        }
        WwepTls tls = WwepTls.trustingPem(ROOT.certificatePem());
        Path certificate = client.chainFile(folder);
        assertPresents(
                format.contains("PBES2") || format.contains("encrypted")
                        ? tls.identity(certificate, key, PASSWORD.toCharArray())
                        : tls.identity(certificate, key),
                "CN=client");
    }

    private static void assertPresents(WwepTls tls, String subject) throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
            peer.talk(tls, "wwep.local");
            assertThat(peer.seen().clientSubject()).isEqualTo(subject);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "genrsa -traditional -out KEY 2048                                              | BEGIN RSA PRIVATE"
                        + " KEY",
                "genrsa -traditional -aes256 -passout pass:sesame -out KEY 2048                 | Proc-Type:"
                        + " 4,ENCRYPTED",
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY                  | BEGIN PRIVATE KEY",
                "ecparam -name prime256v1 -genkey -out KEY                                      | BEGIN EC PARAMETERS",
                "ecparam -name secp384r1 -genkey -noout -out KEY                                | BEGIN EC PRIVATE KEY",
                "genpkey -algorithm ed25519 -out KEY                                            | BEGIN PRIVATE KEY",
                "genpkey -algorithm ed25519 -aes-256-cbc -pass pass:sesame -out KEY             | BEGIN ENCRYPTED"
                        + " PRIVATE KEY",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes128 -pass pass:sesame -out KEY | BEGIN"
                        + " ENCRYPTED",
            })
    void aKeyFromOpensslIsAccepted(String command, String header) throws Exception {
        Path key = folder.resolve("openssl.key");
        Path certificate = folder.resolve("openssl.pem");
        openssl(command.replace("KEY", key.toString()));
        assertThat(Files.readString(key)).contains(header);
        openssl("req -x509 -new -passin pass:sesame -subj /CN=openssl -days 2 -key " + key + " -out " + certificate);
        WwepTls tls = WwepTls.trustingPem(ROOT.certificatePem());
        assertThat(
                        Files.readString(key).contains("ENCRYPTED")
                                ? tls.identity(certificate, key, "sesame".toCharArray())
                                : tls.identity(certificate, key))
                .isNotNull();
    }

    @Test
    void aKeyWithTheOldestPkcs8EncryptionIsAccepted() throws Exception {
        IssuedCertificate client = client(KeyKind.RSA);
        Path plain = client.keyFile(folder);
        Path key = folder.resolve("des3.key");
        openssl("pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:sesame -in " + plain + " -out " + key);
        assertPresents(
                WwepTls.trustingPem(ROOT.certificatePem())
                        .identity(client.chainFile(folder), key, "sesame".toCharArray()),
                "CN=client");
    }

    private void openssl(String command) throws IOException, InterruptedException {
        OpenSsl.run(folder, command);
    }

    @Test
    void certificateAndKeyMayBeInOneFile() throws Exception {
        IssuedCertificate client = IssuedCertificate.named("client").issuedBy(ROOT);
        Path both = Files.writeString(folder.resolve("both.pem"), client.keyPem() + client.certificatePem());
        assertPresents(WwepTls.trustingPem(ROOT.certificatePem()).identity(both, both), "CN=client");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theChainIsPresentedInWhateverOrderItIsGiven(boolean inOrder) throws Exception {
        IssuedCertificate upper = IssuedCertificate.named("upper").authority().issuedBy(ROOT);
        IssuedCertificate lower = IssuedCertificate.named("lower").authority().issuedBy(upper);
        IssuedCertificate client = IssuedCertificate.named("client").issuedBy(lower);
        String stranger = IssuedCertificate.authority("a stranger").certificatePem();
        Path chain = Files.writeString(
                folder.resolve("chain.pem"),
                inOrder
                        ? client.certificatePem()
                                + lower.certificatePem()
                                + upper.certificatePem()
                                + ROOT.certificatePem()
                        : client.certificatePem()
                                + ROOT.certificatePem()
                                + stranger
                                + upper.certificatePem()
                                + lower.certificatePem());
        assertPresents(WwepTls.trustingPem(ROOT.certificatePem()).identity(chain, client.keyFile(folder)), "CN=client");
    }

    @Test
    void anIdentityIsPresentedOnlyIfTheServerRequestsOne() throws Exception {
        IssuedCertificate client = IssuedCertificate.named("client").issuedBy(ROOT);
        WwepTls tls =
                WwepTls.trustingPem(ROOT.certificatePem()).identity(client.chainFile(folder), client.keyFile(folder));
        try (TlsPeer asking = new TlsPeer(SERVER, ROOT, parameters -> parameters.setWantClientAuth(true));
                TlsPeer silent = new TlsPeer(SERVER)) {
            asking.talk(tls, "wwep.local");
            assertThat(asking.seen().clientSubject()).isEqualTo("CN=client");
            asking.talk(WwepTls.trustingPem(ROOT.certificatePem()), "wwep.local");
            assertThat(asking.seen().clientSubject()).isNull();
            silent.talk(tls, "wwep.local");
            assertThat(silent.seen().clientSubject()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aServerThatRequiresAnIdentityRejectsAClientWithNoneOrAnUntrustedOne(String protocol) throws Exception {
        IssuedCertificate stranger = IssuedCertificate.named("stranger").selfSigned();
        WwepTls without = WwepTls.trustingPem(ROOT.certificatePem()).protocols(protocol);
        for (WwepTls tls : List.of(without, without.identity(stranger.chainFile(folder), stranger.keyFile(folder)))) {
            try (TlsPeer peer = new TlsPeer(SERVER, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
                assertThatThrownBy(() -> peer.talk(tls, "wwep.local")).isInstanceOf(IOException.class);
                assertThat(peer.seen().problem()).isNotNull();
            }
        }
    }
}
