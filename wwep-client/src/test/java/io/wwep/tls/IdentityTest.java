package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.ForeignTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's own certificate and key, in every format. */
class IdentityTest {

    private static final TestCertificate ROOT = TestCertificate.authority("Identity root");
    private static final TestCertificate SERVER =
            TestCertificate.named("server").names("wwep.local").by(ROOT);
    private static final String PASSWORD = "sesame öffne";

    @TempDir
    private Path folder;

    @AfterEach
    void bouncyCastleIsNeverRegistered() {
        assertThat(Security.getProviders())
                .noneMatch(provider -> provider.getName().startsWith("BC"));
    }

    static Stream<Arguments> everyFormatOfEveryKind() {
        return Stream.of("RSA", "secp256r1", "secp384r1", "Ed25519")
                .flatMap(kind -> Stream.of("PKCS#8", "PKCS#8 as DER", "traditional", "PBES2", "traditional encrypted")
                        .filter(format -> !kind.equals("Ed25519") || !format.startsWith("traditional"))
                        .map(format -> Arguments.of(kind, format)));
    }

    @ParameterizedTest
    @MethodSource("everyFormatOfEveryKind")
    void aKeyIsTakenAndShownToTheServer(String kind, String format) throws Exception {
        TestCertificate client =
                TestCertificate.named("client").keys(TestCertificate.keys(kind)).by(ROOT);
        Path key = folder.resolve("key");
        switch (format) {
            case "PKCS#8" -> Files.writeString(key, client.keyPem().replace("\n", "\r\n"));
            case "PKCS#8 as DER" -> Files.write(key, client.key().getEncoded());
            case "traditional" -> Files.writeString(key, TestPem.traditional(client.key()));
            case "PBES2" -> Files.writeString(key, TestPem.pkcs8Encrypted(client.key(), PASSWORD));
            default -> Files.writeString(key, TestPem.traditionalEncrypted(client.key(), PASSWORD));
        }
        WwepTls tls = WwepTls.trustingPem(ROOT.pem());
        Path certificate = client.pemIn(folder);
        showsItsCertificate(
                format.contains("PBES2") || format.contains("encrypted")
                        ? tls.identity(certificate, key, PASSWORD.toCharArray())
                        : tls.identity(certificate, key),
                "CN=client");
    }

    private static void showsItsCertificate(WwepTls tls, String subject) throws Exception {
        try (TlsPeer peer = new TlsPeer(SERVER, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
            peer.talk(tls, "wwep.local");
            assertThat(peer.seen().clientSubject()).isEqualTo(subject);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "genrsa -traditional -out KEY 2048                                              | BEGIN RSA PRIVATE KEY",
                "genrsa -traditional -aes256 -passout pass:sesame -out KEY 2048                 | Proc-Type: 4,ENCRYPTED",
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY                  | BEGIN PRIVATE KEY",
                "ecparam -name prime256v1 -genkey -out KEY                                      | BEGIN EC PARAMETERS",
                "ecparam -name secp384r1 -genkey -noout -out KEY                                | BEGIN EC PRIVATE KEY",
                "genpkey -algorithm ed25519 -out KEY                                            | BEGIN PRIVATE KEY",
                "genpkey -algorithm ed25519 -aes-256-cbc -pass pass:sesame -out KEY             | BEGIN ENCRYPTED PRIVATE KEY",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes128 -pass pass:sesame -out KEY | BEGIN ENCRYPTED",
            })
    void aKeyThatOpensslWroteIsTaken(String command, String header) throws Exception {
        Path key = folder.resolve("openssl.key");
        Path certificate = folder.resolve("openssl.pem");
        openssl(command.replace("KEY", key.toString()));
        assertThat(Files.readString(key)).contains(header);
        openssl("req -x509 -new -passin pass:sesame -subj /CN=openssl -days 2 -key " + key + " -out " + certificate);
        WwepTls tls = WwepTls.trustingPem(ROOT.pem());
        assertThat(
                        Files.readString(key).contains("ENCRYPTED")
                                ? tls.identity(certificate, key, "sesame".toCharArray())
                                : tls.identity(certificate, key))
                .isNotNull();
    }

    @Test
    void aKeyOfTheOldestPkcs8EncryptionIsTaken() throws Exception {
        TestCertificate client = TestCertificate.named("client").rsa().by(ROOT);
        Path plain = client.keyIn(folder);
        Path key = folder.resolve("des3.key");
        openssl("pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:sesame -in " + plain + " -out " + key);
        showsItsCertificate(
                WwepTls.trustingPem(ROOT.pem()).identity(client.pemIn(folder), key, "sesame".toCharArray()),
                "CN=client");
    }

    private void openssl(String command) throws IOException, InterruptedException {
        Stream<String> words = Arrays.stream(command.strip().split("\\s+", -1));
        Process process = new ProcessBuilder(Stream.concat(Stream.of(ForeignTool.require("openssl", "openssl")), words)
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void certificateAndKeyMayBeInOneFile() throws Exception {
        TestCertificate client = TestCertificate.named("client").by(ROOT);
        Path both = Files.writeString(folder.resolve("both.pem"), client.keyPem() + client.pem());
        showsItsCertificate(WwepTls.trustingPem(ROOT.pem()).identity(both, both), "CN=client");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCertificatesThatLeadToTheIssuerAreShownInWhateverOrderTheyAreGiven(boolean inOrder) throws Exception {
        TestCertificate upper = TestCertificate.named("upper").authority().by(ROOT);
        TestCertificate lower = TestCertificate.named("lower").authority().by(upper);
        TestCertificate client = TestCertificate.named("client").by(lower);
        String stranger = TestCertificate.authority("a stranger").pem();
        Path chain = Files.writeString(
                folder.resolve("chain.pem"),
                inOrder
                        ? client.pem() + lower.pem() + upper.pem() + ROOT.pem()
                        : client.pem() + ROOT.pem() + stranger + upper.pem() + lower.pem());
        showsItsCertificate(WwepTls.trustingPem(ROOT.pem()).identity(chain, client.keyIn(folder)), "CN=client");
    }

    @Test
    void anIdentityIsShownOnlyIfTheServerWantsOne() throws Exception {
        TestCertificate client = TestCertificate.named("client").by(ROOT);
        WwepTls tls = WwepTls.trustingPem(ROOT.pem()).identity(client.pemIn(folder), client.keyIn(folder));
        try (TlsPeer asking = new TlsPeer(SERVER, ROOT, parameters -> parameters.setWantClientAuth(true));
                TlsPeer silent = new TlsPeer(SERVER)) {
            asking.talk(tls, "wwep.local");
            assertThat(asking.seen().clientSubject()).isEqualTo("CN=client");
            asking.talk(WwepTls.trustingPem(ROOT.pem()), "wwep.local");
            assertThat(asking.seen().clientSubject()).isNull();
            silent.talk(tls, "wwep.local");
            assertThat(silent.seen().clientSubject()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aServerThatNeedsAnIdentityRefusesAClientWithoutOrWithAStrangers(String protocol) throws Exception {
        TestCertificate stranger = TestCertificate.named("stranger").selfSigned();
        WwepTls without = WwepTls.trustingPem(ROOT.pem()).protocols(protocol);
        for (WwepTls tls : List.of(without, without.identity(stranger.pemIn(folder), stranger.keyIn(folder)))) {
            try (TlsPeer peer = new TlsPeer(SERVER, ROOT, parameters -> parameters.setNeedClientAuth(true))) {
                assertThatThrownBy(() -> peer.talk(tls, "wwep.local")).isInstanceOf(IOException.class);
                assertThat(peer.seen().problem()).isNotNull();
            }
        }
    }
}
