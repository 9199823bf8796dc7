package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import io.wwep.examples.certs.CertificateReport;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.KeyKind;
import io.wwep.pki.PemText;
import io.wwep.tls.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CertsConvertCommandTest {

    private static final IssuedCertificate OWN =
            IssuedCertificate.named("Some server").key(KeyKind.RSA).selfSigned();

    @TempDir
    private Path folder;

    @BeforeEach
    void save() throws IOException {
        write("own.pem", PemText.of(OWN.certificate()));
        write("own-key.pem", PemText.of(OWN.key()));
    }

    @Test
    void aCertificateConvertsToDerAndBackAndOpensslReadsBoth() throws Exception {
        InProcess toDer = convert("own.pem", "own.der");
        InProcess toPem = convert("own.der", "again.pem");

        assertThat(toDer)
                .isEqualTo(new InProcess(
                        0, String.format("%s: DER, the certificate CN=Some server%n", folder.resolve("own.der")), ""));
        assertThat(toPem)
                .isEqualTo(new InProcess(
                        0,
                        String.format("%s: PEM, the certificate CN=Some server%n", folder.resolve("again.pem")),
                        ""));
        assertThat(folder.resolve("own.der")).hasBinaryContent(OWN.certificate().getEncoded());
        assertThat(folder.resolve("again.pem")).hasContent(PemText.of(OWN.certificate()));
        assertThat(openssl("x509", "-inform", "DER", "-in", "own.der", "-noout", "-subject"))
                .contains("Some server");
        assertThat(openssl("x509", "-in", "again.pem", "-noout", "-subject")).contains("Some server");
    }

    /** The course's third way: the certificate in the program's source. */
    @Test
    void aCertificateBecomesACStringThatCompiles() throws Exception {
        InProcess run = wwep("certs convert " + folder.resolve("own.pem") + " --to c-array");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .startsWith(
                        "/* CN=Some server, until " + CertificateReport.lastDay(OWN.certificate()) + " */",
                        "static const char certificate[] =",
                        "    \"-----BEGIN CERTIFICATE-----\\n\"")
                .endsWith("    \"-----END CERTIFICATE-----\\n\";");
        write("main.c", run.out() + "#include <stdio.h>\nint main(void) { return fputs(certificate, stdout) < 0; }\n");
        String compiler = ForeignTool.require("cc", "gcc");
        assertThat(output(compiler, "-Wall", "-Werror", "-o", "main", "main.c")).isEmpty();
        assertThat(output("./main")).isEqualTo(PemText.of(OWN.certificate()));
    }

    @Test
    void aCertificateBecomesAJavaTextBlockThatCompiles() throws Exception {
        InProcess run = wwep("certs convert " + folder.resolve("own.der") + " --to java");
        assertThat(run.err()).contains("own.der");
        convert("own.pem", "own.der");

        String source = wwep("certs convert " + folder.resolve("own.der") + " --to java")
                .out();

        write(
                "Main.java",
                "class Main {\n" + source
                        + "public static void main(String[] a) { System.out.print(CERTIFICATE); } }\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(output(java, "Main.java")).isEqualTo(PemText.of(OWN.certificate()));
    }

    @Test
    void sourceGoesToTheNamedFileAndAKeyIsRejected() throws Exception {
        assertThat(wwep("certs convert " + folder.resolve("own.pem") + " " + folder.resolve("own.h") + " --to c-array")
                        .out())
                .isEqualTo(String.format("%s: a C string, CN=Some server%n", folder.resolve("own.h")));
        assertThat(folder.resolve("own.h")).content().contains("static const char");
        assertThat(wwep("certs convert " + folder.resolve("own-key.pem") + " --to java")
                        .err())
                .contains("a private key does not belong in source code");
        assertThat(wwep("certs convert " + folder.resolve("own.pem") + " --to rust")
                        .err())
                .contains("'rust' is neither c-array nor java");
        assertThat(wwep("certs convert " + folder.resolve("own.pem")).err()).contains("OUT is missing");
    }

    /** A subject can contain any text, which must not end its comment or be read as code. */
    @Test
    void aSubjectStaysInItsComment() throws Exception {
        write(
                "odd.pem",
                IssuedCertificate.named("*/ int x; \\u000a //").selfSigned().certificatePem());

        assertThat(wwep("certs convert " + folder.resolve("odd.pem") + " --to c-array")
                        .lines()
                        .get(0))
                .doesNotContain("*/ int", "\\u")
                .endsWith("*/");
    }

    private String output(String... command) throws Exception {
        try (Program program = Program.start(folder, Map.of(), List.of(command))) {
            Program.Ended ended = program.await();
            assertThat(ended.err()).isEmpty();
            return ended.out();
        }
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aKeyConvertsToDerAndBackAndOpensslReadsBoth(KeyKind kind) throws Exception {
        IssuedCertificate issued =
                IssuedCertificate.named("Some root").key(kind).authority().selfSigned();
        write("key.pem", PemText.of(issued.key()));

        assertThat(convert("key.pem", "key.der").out()).contains("DER, a private key (PKCS#8, ");
        assertThat(convert("key.der", "again.pem").out()).contains("PEM, a private key (PKCS#8, ");

        assertThat(PrivateKeys.read(folder.resolve("again.pem"))).isEqualTo(issued.key());
        assertThat(openssl("pkey", "-in", "again.pem", "-noout", "-check")).contains("is valid");
        assertThat(openssl("pkey", "-inform", "DER", "-in", "key.der", "-noout", "-check"))
                .contains("is valid");
    }

    @Test
    void onlyTheOwnerCanReadAKey() throws IOException {
        PosixPermissions.require(folder);
        convert("own-key.pem", "key.der");
        convert("key.der", "key.pem");

        assertThat(PosixPermissions.of(folder.resolve("key.der"))).isEqualTo("rw-------");
        assertThat(PosixPermissions.of(folder.resolve("key.pem"))).isEqualTo("rw-------");
    }

    @Test
    void aKeyInTheOldFormatBecomesPkcs8() throws Exception {
        openssl("genrsa", "-traditional", "-out", "old.pem", "2048");
        assertThat(folder.resolve("old.pem")).content().contains("BEGIN RSA PRIVATE KEY");

        assertThat(convert("old.pem", "key.der").exitCode()).isZero();

        assertThat(openssl("pkey", "-inform", "DER", "-in", "key.der", "-noout", "-check"))
                .contains("is valid");
    }

    @Test
    void anEncryptedKeyIsRejectedWithHowToDecryptIt() throws Exception {
        openssl("pkcs8", "-topk8", "-in", "own-key.pem", "-out", "secret.pem", "-passout", "pass:sesame");

        InProcess run = convert("secret.pem", "key.der");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains("is encrypted; decrypt it first: openssl pkey -in ");
        assertThat(folder.resolve("key.der")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"own.pem, own.pem, 2 certificates", "own.pem, own-key.pem, 1 certificate and a private key"})
    void contentThatDerCannotHoldIsRejected(String first, String second, String what) throws IOException {
        write("both.pem", read(first) + read(second));

        InProcess run = convert("both.pem", "both.der");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains("is PEM, " + what + ", and DER can hold only one");
        assertThat(folder.resolve("both.der")).doesNotExist();
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws IOException {
        write("there.der", "dear to somebody");

        assertThat(convert("own.pem", "there.der").err()).contains("already exists", "--force");
        assertThat(folder.resolve("there.der")).hasContent("dear to somebody");

        assertThat(convert("own.pem", "there.der", "--force").exitCode()).isZero();
        assertThat(wwep(List.of("certs", "show", folder.resolve("there.der").toString()))
                        .out())
                .contains("DER, 1 certificate");
    }

    @Test
    void anOverwrittenLinkStaysALink() throws IOException {
        PosixPermissions.require(folder); // other systems need a privilege for links
        write("target.der", "old");
        Files.createSymbolicLink(folder.resolve("link.der"), Path.of("target.der"));

        convert("own.pem", "link.der", "--force");

        assertThat(folder.resolve("link.der")).isSymbolicLink();
        assertThat(Files.size(folder.resolve("target.der"))).isGreaterThan(100);
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Files.createDirectory(folder.resolve("dir"));

        assertThat(convert("own.pem", "dir", "--force").err()).contains("exists and is not a regular file");
        assertThat(convert("own.pem", "none/own.der").err())
                .contains("there is no folder " + folder.resolve("none") + "; create it");
        assertThat(convert("none.pem", "own.der").err()).contains("there is no file " + folder.resolve("none.pem"));
    }

    private InProcess convert(String in, String out, String... options) {
        return wwep(Stream.concat(
                        Stream.of(
                                "certs",
                                "convert",
                                folder.resolve(in).toString(),
                                folder.resolve(out).toString()),
                        Arrays.stream(options))
                .toList());
    }

    private String openssl(Object... arguments) throws Exception {
        Program.Ended ended = OpenSsl.run(folder, arguments);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out() + ended.err();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
