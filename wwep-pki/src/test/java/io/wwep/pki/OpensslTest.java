package io.wwep.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that openssl accepts our certificates and keys, and that we accept its requests. */
class OpensslTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Lab root");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void opensslVerifiesAServerChainStrictly(KeyKind kind) throws Exception {
        IssuedCertificate middle =
                IssuedCertificate.named("Lab 7").key(kind).authority(0).issuedBy(ROOT);
        IssuedCertificate server = IssuedCertificate.named("server")
                .key(kind)
                .names("wwep.local", "::1")
                .forServers()
                .issuedBy(middle);

        assertThat(verify(server, middle, "sslserver", "-verify_hostname", "wwep.local"))
                .contains("OK");
        assertThat(verify(server, middle, "sslserver", "-verify_ip", "::1")).contains("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "p\u00fc", "\u043f\u0430"})
    void opensslReadsAKeyEncryptedWithAnyPassword(String password) throws Exception {
        KeyPair keys = KeyKind.EC.generate();
        Files.writeString(folder.resolve("password"), password);
        Files.writeString(folder.resolve("key.pem"), PemText.encrypted(keys.getPrivate(), password.toCharArray()));

        assertThat(openssl("pkey", "-in", "key.pem", "-passin", "file:password"))
                .contains("BEGIN PRIVATE KEY");
    }

    @Test
    void opensslVerifiesAClientAndASelfSignedServer() throws Exception {
        IssuedCertificate client = IssuedCertificate.named("lamp").forClients().issuedBy(ROOT);
        IssuedCertificate own =
                IssuedCertificate.named("own").names("wwep.local").selfSigned();

        assertThat(verify(client, ROOT, "sslclient")).contains("OK");
        Files.writeString(folder.resolve("own.pem"), own.certificatePem());
        assertThat(openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "own.pem", "own.pem"))
                .contains("OK");
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void opensslReadsASigningRequest(KeyKind kind) throws Exception {
        SigningRequest request =
                IssuedCertificate.named("lamp").names("lamp.local", "192.0.2.7").signingRequest(kind.generate());
        Files.writeString(folder.resolve("lamp.csr"), request.pem());

        assertThat(openssl("req", "-in", "lamp.csr", "-verify", "-noout", "-text"))
                .contains("lamp", "DNS:lamp.local, IP Address:192.0.2.7");
    }

    /** Requests for authority extensions are ignored. */
    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec", "ed25519"})
    void aRequestFromOpensslIsSignedWithOnlyItsSubjectAndNames(String key) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("req", "-new", "-nodes", "-keyout", "lamp.key", "-out", "lamp.csr"));
        command.addAll(List.of("-subj", "/O=Example/CN=lamp", "-addext", "subjectAltName=DNS:lamp.local,IP:::1"));
        command.addAll(List.of("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign"));
        command.addAll(List.of("-newkey", key));
        if (key.equals("ec")) {
            command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:P-256"));
        }
        openssl(command.toArray(String[]::new));
        SigningRequest request = SigningRequest.of(Files.readString(folder.resolve("lamp.csr")));
        Files.writeString(folder.resolve("root.pem"), ROOT.certificatePem());
        Files.writeString(folder.resolve("lamp.pem"), PemText.of(request.signedBy(ROOT, Duration.ofDays(7))));

        assertThat(openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "root.pem", "lamp.pem"))
                .contains("OK");
        assertThat(openssl("x509", "-in", "lamp.pem", "-noout", "-text"))
                .contains("O = Example, CN = lamp", "DNS:lamp.local, IP Address:0:0:0:0:0:0:0:1", "CA:FALSE")
                .doesNotContain("Certificate Sign", "CA:TRUE");
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void opensslReadsEveryKeyFormat(KeyKind kind) throws Exception {
        IssuedCertificate own = IssuedCertificate.named("own").key(kind).selfSigned();
        char[] password = "sesame".toCharArray();
        List<String> texts = new ArrayList<>(List.of(own.keyPem(), PemText.encrypted(own.key(), password)));
        if (kind != KeyKind.ED25519) {
            texts.add(PemText.traditional(own.key()));
            texts.add(PemText.traditionalEncrypted(own.key(), password));
        }
        Files.writeString(folder.resolve("own.pem"), own.certificatePem());
        String publicKey = openssl("x509", "-in", "own.pem", "-noout", "-pubkey");

        for (String text : texts) {
            Files.writeString(folder.resolve("own.key"), text);
            assertThat(openssl("pkey", "-in", "own.key", "-passin", "pass:sesame", "-pubout"))
                    .isEqualTo(publicKey);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ec_paramgen_curve:secp256k1, EC secp256k1",
        "ec_paramgen_curve:P-192, EC P-192",
        "ec_paramgen_curve:brainpoolP256r1, EC brainpoolP256r1",
        "ec_param_enc:explicit, EC with explicit parameters"
    })
    void aRequestWithAKeyThatJavaDoesNotSupportNamesTheKeyAndTheRemedy(String option, String kind) throws Exception {
        List<String> command = new ArrayList<>(List.of("genpkey", "-algorithm", "EC", "-out", "lamp.key"));
        command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", option));
        openssl(command.toArray(String[]::new));
        openssl("req", "-new", "-key", "lamp.key", "-subj", "/CN=lamp", "-out", "lamp.csr");
        String request = Files.readString(folder.resolve("lamp.csr"));

        assertThatThrownBy(() -> SigningRequest.of(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not support (" + kind + ")")
                .hasMessageContaining("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256");
    }

    @Test
    void aRequestWithAnRsaPssKeyIsSigned() throws Exception {
        openssl("genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "lamp.key");
        openssl("req", "-new", "-key", "lamp.key", "-subj", "/CN=lamp", "-out", "lamp.csr");
        Files.writeString(folder.resolve("root.pem"), ROOT.certificatePem());

        SigningRequest request = SigningRequest.of(Files.readString(folder.resolve("lamp.csr")));

        Files.writeString(folder.resolve("lamp.pem"), PemText.of(request.signedBy(ROOT, Duration.ofDays(7))));
        assertThat(openssl("verify", "-x509_strict", "-CAfile", "root.pem", "lamp.pem"))
                .contains("OK");
    }

    @Test
    void aRequestWithoutSubjectNeedsAName() throws Exception {
        openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "k", "-subj", "/", "-out", "bare.csr");
        SigningRequest bare = SigningRequest.of(Files.readString(folder.resolve("bare.csr")));
        assertThatThrownBy(() -> bare.signedBy(ROOT, Duration.ofDays(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a subject nor a name")
                .hasMessageContaining("-addext subjectAltName=DNS:NAME");

        openssl(
                "req",
                "-new",
                "-key",
                "k",
                "-subj",
                "/",
                "-addext",
                "subjectAltName=DNS:lamp.local",
                "-out",
                "lamp.csr");
        SigningRequest named = SigningRequest.of(Files.readString(folder.resolve("lamp.csr")));
        Files.writeString(folder.resolve("root.pem"), ROOT.certificatePem());
        Files.writeString(folder.resolve("lamp.pem"), PemText.of(named.signedBy(ROOT, Duration.ofDays(7))));
        assertThat(openssl("verify", "-x509_strict", "-CAfile", "root.pem", "lamp.pem"))
                .contains("OK");
    }

    private String verify(IssuedCertificate made, IssuedCertificate issuer, String purpose, String... more)
            throws Exception {
        Files.writeString(folder.resolve("root.pem"), ROOT.certificatePem());
        Files.writeString(folder.resolve("issuer.pem"), issuer.chainPem());
        Files.writeString(folder.resolve("made.pem"), made.certificatePem());
        List<String> arguments = new ArrayList<>(List.of("verify", "-x509_strict", "-purpose", purpose));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("-CAfile", "root.pem", "-untrusted", "issuer.pem", "made.pem"));
        return openssl(arguments.toArray(String[]::new));
    }

    private String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ForeignTool.require("openssl", "openssl")));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as("openssl has ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
