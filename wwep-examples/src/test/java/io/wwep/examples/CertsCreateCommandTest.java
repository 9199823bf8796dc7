package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.Program;
import io.wwep.client.WwepClient;
import io.wwep.server.WwepServer;
import io.wwep.tls.Certificates;
import io.wwep.tls.PrivateKeys;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertsCreateCommandTest {

    private static final String[] SET = {
        "wwep-client-key.pem",
        "wwep-client.pem",
        "wwep-root-ca-key.pem",
        "wwep-root-ca.pem",
        "wwep-server-key.pem",
        "wwep-server.pem"
    };

    @TempDir
    private Path folder;

    @Test
    void aSelfSignedCertificateAndItsKeyAreCreatedAndTheNextStepsShown() throws IOException {
        Path made = folder.resolve("new/place");

        InProcess run = create("--key", "ec:p256", "--out", made.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(files(made)).containsExactly("wwep-self-signed-key.pem", "wwep-self-signed.pem");
        assertThat(run.out())
                .contains(
                        "wwep-self-signed.pem      CN=WWEP self-signed, for localhost, 127.0.0.1, ::1",
                        "wwep-self-signed-key.pem  its private key",
                        Certificates.fingerprint(certificate(made.resolve("wwep-self-signed.pem"))),
                        "./wwep server --tls-port 40508 --cert " + made.resolve("wwep-self-signed.pem") + " --key "
                                + made.resolve("wwep-self-signed-key.pem"),
                        "./wwep write --tls --ca " + made.resolve("wwep-self-signed.pem")
                                + " --host localhost 0FAC 0B 1234");
    }

    @Test
    void anAuthorityAndTheServerAndClientItSignedAreCreated() throws IOException {
        InProcess run = create("--ca", "--key", "ec:p256", "--out", folder.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(files(folder)).containsExactly(SET);
        X509Certificate root = certificate("wwep-root-ca.pem");
        assertThat(certificate("wwep-server.pem").getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(certificate("wwep-client.pem").getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(run.out())
                .contains(
                        Certificates.fingerprint(root),
                        "--client-ca " + folder.resolve("wwep-root-ca.pem"),
                        "--cert " + folder.resolve("wwep-client.pem") + " --key "
                                + folder.resolve("wwep-client-key.pem"));
    }

    @Test
    void onlyTheOwnerCanReadKeysAndEachNamesItsSubject() throws IOException {
        PosixPermissions.require(folder);
        create("--ca", "--key", "ec:p256", "--out", folder.toString());

        for (String name : List.of("root-ca", "server", "client")) {
            Path key = folder.resolve("wwep-" + name + "-key.pem");
            assertThat(PosixPermissions.of(key)).isEqualTo("rw-------");
            assertThat(Files.readString(key))
                    .startsWith("Private key of CN=WWEP " + (name.equals("root-ca") ? "root CA" : name))
                    .contains("\n-----BEGIN PRIVATE KEY-----\n");
            WwepTls.trustingPem(Files.readString(folder.resolve("wwep-root-ca.pem")))
                    .identity(folder.resolve("wwep-" + name + ".pem"), key);
        }
    }

    @Test
    void oneExistingFilePreventsAllFromBeingWritten() throws IOException {
        Path there = Files.writeString(folder.resolve("wwep-client-key.pem"), "dear to somebody");

        InProcess run = create("--ca", "--key", "ec:p256", "--out", folder.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: " + there + " already exists").contains("--force");
        assertThat(run.out()).isEmpty();
        assertThat(files(folder)).containsExactly("wwep-client-key.pem");
        assertThat(there).hasContent("dear to somebody");
    }

    @Test
    void forceOverwritesFilesAndProtectsKeys() throws IOException {
        PosixPermissions.require(folder);
        Path key = Files.writeString(folder.resolve("wwep-server-key.pem"), "for all to read");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        InProcess run = create("--ca", "--key", "ed25519", "--force", "--out", folder.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(files(folder)).containsExactly(SET);
        assertThat(PosixPermissions.of(key)).isEqualTo("rw-------");
        assertThat(PrivateKeys.read(key).getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void theLabelNamesSubjectsAndFiles() throws IOException {
        create("--ca", "--key", "ec:p256", "--label", "My Lab 2", "--days", "2", "--out", folder.toString());

        assertThat(files(folder)).contains("my-lab-2-root-ca.pem", "my-lab-2-client-key.pem");
        assertThat(certificate("my-lab-2-server.pem").getSubjectX500Principal().getName())
                .isEqualTo("CN=My Lab 2 server");
    }

    @Test
    void namesReplaceTheDefaultsAndTheAdviceWorksOnThisMachine() throws IOException {
        InProcess run = create(
                "--key",
                "ec:p256",
                "--name",
                "*.lab.example,192.0.2.7",
                "--name",
                "2001:db8::7",
                "--out",
                folder.toString());

        assertThat(Certificates.names(certificate("wwep-self-signed.pem")))
                .containsExactly("*.lab.example", "192.0.2.7", "2001:db8::7");
        assertThat(run.out()).contains("--expect-name any.lab.example 0FAC 0B 1234");
    }

    @Test
    void aPathWithASpaceIsQuotedInTheNextSteps() {
        Path spaced = folder.resolve("it's mine");

        InProcess run = create("--key", "ec:p256", "--out", spaced.toString());

        assertThat(run.out()).contains("--ca '" + folder + "/it'\\''s mine/wwep-self-signed.pem'");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "--name  | a:1       | 'a:1' is not a valid name for a server's certificate",
                "--name  | 300.1.2.3 | '300.1.2.3' is not a valid name",
                "--name  | \"\"        | '' is not a valid name",
                "--key   | dsa       | 'dsa' is not a kind of key: give one of rsa:2048, ec:p256, ed25519",
                "--days  | 0         | --days: 0 is out of range: it must be 1 to 36500",
                "--days  | x         | 'x' is not a whole number",
                "--label | ../x      | --label: '../x' is not a label",
                "--label | \"\"        | --label: '' is not a label"
            })
    void invalidOptionsAreBadUsageWithAReason(String option, String value, String why) throws IOException {
        InProcess run = create(option, value, "--out", folder.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains(why).contains("certs create --help");
        assertThat(files(folder)).isEmpty();
    }

    @Test
    void aFileInsteadOfTheFolderIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(create("--out", file.toString()).err()).contains("--out: " + file + " is a file; give a folder");
        assertThat(create("--out", file.resolve("in").toString()).err()).contains("cannot be created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec:p256", "ed25519"})
    void opensslVerifiesWhatTheAuthoritySigned(String kind) throws Exception {
        create("--ca", "--key", kind, "--name", "wwep.local,127.0.0.1,::1", "--out", folder.toString());

        assertThat(verify("sslserver", "wwep-server.pem", "-verify_hostname", "wwep.local"))
                .isZero();
        assertThat(verify("sslserver", "wwep-server.pem", "-verify_ip", "::1")).isZero();
        assertThat(verify("sslclient", "wwep-client.pem")).isZero();
        assertThat(verify("sslserver", "wwep-server.pem", "-verify_hostname", "other.local"))
                .isNotZero();
        assertThat(verify("sslserver", "wwep-client.pem"))
                .as("a client certificate is not for a server")
                .isNotZero();
        assertThat(verify("sslclient", "wwep-server.pem")).as("nor the reverse").isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec:p256", "ed25519"})
    void opensslAcceptsASelfSignedCertificateAsItsOwnAuthority(String kind) throws Exception {
        create("--key", kind, "--out", folder.toString());

        Program.Ended verified = OpenSsl.run(
                folder,
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "localhost",
                "-CAfile",
                "wwep-self-signed.pem",
                "wwep-self-signed.pem");

        assertThat(verified.err()).isEmpty();
        assertThat(verified.exitCode()).isZero();
        assertThat(OpenSsl.run(folder, "pkey", "-check", "-noout", "-in", "wwep-self-signed-key.pem")
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec:p256", "ed25519"})
    void serverAndClientAuthenticateEachOther(String kind) throws IOException {
        create("--ca", "--key", kind, "--out", folder.toString());
        WwepTls trust = WwepTls.trusting(folder.resolve("wwep-root-ca.pem"));
        TlsIdentity own = TlsIdentity.of(folder.resolve("wwep-server.pem"), folder.resolve("wwep-server-key.pem"));
        WwepTls client = trust.identity(folder.resolve("wwep-client.pem"), folder.resolve("wwep-client-key.pem"));

        try (WwepServer server = WwepServer.create()
                        .tls(0, own)
                        .requireClientCertificates(trust)
                        .start();
                WwepClient lamp = WwepClient.create("localhost")
                        .port(server.tlsPort())
                        .tls(client)
                        .build()) {
            lamp.write(0x0FAC, 0x0B, 0x1234);
            assertThat(lamp.read(0x0FAC, 0x0B)).isEqualTo(0x1234);
        }
    }

    private int verify(String purpose, String file, String... more) throws Exception {
        List<Object> arguments =
                new ArrayList<>(List.of("verify", "-x509_strict", "-purpose", purpose, "-CAfile", "wwep-root-ca.pem"));
        arguments.addAll(List.of(more));
        arguments.add(file);
        return OpenSsl.run(folder, arguments.toArray()).exitCode();
    }

    private static InProcess create(String... options) {
        List<String> arguments = new ArrayList<>(List.of("certs", "create"));
        arguments.addAll(List.of(options));
        return wwep(arguments);
    }

    private X509Certificate certificate(String name) {
        return certificate(folder.resolve(name));
    }

    private static X509Certificate certificate(Path file) {
        return Certificates.read(file).get(0);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
