package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wwep.check.LogCapture;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with some unusable certificates, and other content instead of PEM. */
class BundleTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Bundle root");

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private AbstractStringAssert<?> refusalOf(Path file) {
        return assertThatThrownBy(() -> WwepTls.trusting(file))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining(file.toString())
                .message();
    }

    private void isReadAsRoot(Path file) {
        assertThat(Certificates.read(file)).containsExactly(ROOT.certificate());
        assertThat(WwepTls.trusting(file)).isNotNull();
    }

    /** Returns the problems of the skipped certificates, which are not logged if the caller requests them. */
    private static List<String> unusable(Path file) {
        List<String> problems = new ArrayList<>();
        try (LogCapture log = new LogCapture("io.wwep.tls")) {
            assertThat(Certificates.read(file, problems::add)).isNotEmpty();
            assertThat(log.lines()).isEmpty();
        }
        return problems;
    }

    /** Returns a well-formed certificate whose content the JDK rejects. */
    private static byte[] certificate(int version, String subject, Extension... extensions) throws IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        X509Certificate model = ROOT.certificate();
        ASN1EncodableVector content = new ASN1EncodableVector();
        if (version > 1) {
            content.add(new DERTaggedObject(true, 0, new ASN1Integer(version - 1)));
        }
        content.add(new ASN1Integer(7));
        content.add(algorithm);
        content.add(new X500Name("CN=Bundle root"));
        content.add(new DERSequence(new Time[] {new Time(model.getNotBefore()), new Time(model.getNotAfter())}));
        content.add(new X500Name(subject));
        content.add(SubjectPublicKeyInfo.getInstance(model.getPublicKey().getEncoded()));
        if (extensions.length > 0) {
            content.add(new DERTaggedObject(true, 3, new DERSequence(extensions)));
        }
        ASN1EncodableVector whole = new ASN1EncodableVector();
        whole.add(new DERSequence(content));
        whole.add(algorithm);
        whole.add(new DERBitString(new byte[70]));
        return new DERSequence(whole).getEncoded();
    }

    private static byte[] odd(String kind) throws IOException {
        Extension extension = Extension.create(Extension.basicConstraints, true, new BasicConstraints(true));
        return switch (kind) {
            case "duplicate extensions" -> certificate(3, "CN=odd", extension, extension);
            case "version 1 with extensions" -> certificate(1, "CN=odd", extension);
            default -> certificate(3, "", extension);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "duplicate extensions, CN=odd, uplicate",
        "version 1 with extensions, CN=odd, version 1",
        "empty subject, (none), subject"
    })
    void anIntactCertificateThatJavaRejectsIsNotReportedAsDamaged(String kind, String subject, String cause)
            throws Exception {
        refusalOf(write("odd.pem", PemText.block("CERTIFICATE", odd(kind))))
                .contains("has a certificate that cannot be used (block 1, line 1), " + subject)
                .contains("Java does not accept it (", cause, "have one issued without that")
                .doesNotContain("damaged");
        refusalOf(Files.write(folder.resolve("odd.der"), odd(kind)))
                .contains(cause)
                .doesNotContain("damaged");
    }

    @ParameterizedTest
    @CsvSource({
        "prime256v1 -pkeyopt ec_param_enc:explicit, EC with explicit parameters",
        "SM2, EC SM2",
    })
    void anUnreadableKeyOfACertificateIsNamed(String curve, String name) throws Exception {
        OpenSsl.run(
                folder,
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:" + curve
                        + " -nodes -keyout key.pem -subj /CN=odd -days 2 -out odd.pem");
        refusalOf(folder.resolve("odd.pem"))
                .contains("CN=odd", "has a key of " + name, "ec_paramgen_curve:P-256")
                .doesNotContain("damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty subject", "duplicate extensions"})
    void oneUnusableCertificateDoesNotAffectTheOthers(String kind) throws Exception {
        String bundle = "# authorities\n\n" + PemText.block("CERTIFICATE", odd(kind)) + ROOT.certificatePem();
        Path file = write("bundle.pem", bundle);
        try (LogCapture log = new LogCapture("io.wwep.tls")) {
            isReadAsRoot(file);
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("WARN")
                            .contains("is left out", file.toString(), "(block 1, line 3)"));
        }
        assertThat(unusable(file)).singleElement().asString().contains("block 1, line 3");
    }

    @Test
    void aDamagedBlockIsNamedAndDoesNotAffectTheOthers() throws Exception {
        String damaged = ROOT.certificatePem().replaceFirst("\n.{10}", "\n*oh!* noooo");
        Path file = write("bundle.pem", ROOT.certificatePem() + damaged);
        isReadAsRoot(file);
        int line = (int) ROOT.certificatePem().lines().count() + 1;
        assertThat(unusable(file))
                .singleElement()
                .asString()
                .contains("damaged CERTIFICATE block (block 2, line " + line + ")");
    }

    @Test
    void anUnusableIdentityCertificateIsNotSkipped() throws Exception {
        Path chain =
                write("chain.pem", PemText.block("CERTIFICATE", odd("duplicate extensions")) + ROOT.certificatePem());
        assertThatThrownBy(() -> TlsIdentity.of(chain, ROOT.keyFile(folder)))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("block 1");
    }

    @Test
    void anOpensslTrustedCertificateIsRead() throws Exception {
        Path root = write("root.pem", ROOT.certificatePem());
        for (String options :
                new String[] {"", "-addtrust serverAuth", "-setalias lab", "-addreject emailProtection"}) {
            OpenSsl.run(folder, "x509 -trustout " + options + " -in " + root + " -out trusted.pem");
            Path file = folder.resolve("trusted.pem");
            assertThat(Files.readString(file)).contains("TRUSTED CERTIFICATE");
            isReadAsRoot(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-addtrust emailProtection", "-addreject serverAuth"})
    void anOpensslCertificateThatIsNotTrustedForServersIsNamed(String options) throws Exception {
        Path root = write("root.pem", ROOT.certificatePem());
        OpenSsl.run(folder, "x509 -trustout " + options + " -in " + root + " -out trusted.pem");
        Path file = folder.resolve("trusted.pem");
        refusalOf(file).contains("do not trust it for TLS servers", "openssl x509 -in " + file + " -out");
        Path both = write(
                "both.pem",
                Files.readString(file) + IssuedCertificate.authority("Other").certificatePem());
        assertThat(unusable(both)).singleElement().asString().contains("block 1");
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs12 -export -passout pass:sesame -inkey key -in root.pem -out OUT, PKCS#12, openssl pkcs12 -in OUT"
                + " -nokeys -out",
        "crl2pkcs7 -nocrl -certfile root.pem -out OUT, PKCS7, openssl pkcs7 -print_certs -in OUT -out",
        "crl2pkcs7 -nocrl -certfile root.pem -outform DER -out OUT, PKCS#7, openssl cms -cmsout -noout -inform DER"
                + " -in OUT -certsout",
        "cms -sign -keyid -nodetach -in content -signer root.pem -inkey key -outform PEM -out OUT, CMS, openssl cms"
                + " -cmsout -noout -inform PEM -in OUT -certsout",
        "cms -sign -keyid -nodetach -in content -signer root.pem -inkey key -outform DER -out OUT, PKCS#7,"
                + " openssl cms -cmsout -noout -inform DER -in OUT -certsout",
        "req -new -key key -subj /CN=a -outform DER -out OUT, certificate request, BEGIN CERTIFICATE",
        "pkey -in key -outform DER -out OUT, a private key, BEGIN CERTIFICATE",
        "pkey -in key -pubout -outform DER -out OUT, a public key, BEGIN CERTIFICATE",
    })
    void otherContentIsNamedWithHowToConvertIt(String command, String name, String remedy) throws Exception {
        write("root.pem", ROOT.certificatePem());
        write("key", ROOT.keyPem());
        write("content", "signed");
        OpenSsl.run(folder, command);
        Path file = folder.resolve("OUT");
        refusalOf(file).contains(name, remedy.replace("OUT", file.toString()));
    }

    /** Runs the openssl command with which a file is rejected, and returns the certificates that it writes. */
    private List<X509Certificate> converted(Path file) throws Exception {
        Throwable rejection = catchThrowable(() -> Certificates.read(file));
        Matcher command =
                Pattern.compile("openssl ((?:pkcs7|cms) .* FILE\\.pem)").matcher(String.valueOf(rejection));
        assertThat(command.find()).as("a command in " + rejection).isTrue();
        OpenSsl.run(folder, command.group(1));
        return Certificates.read(folder.resolve("FILE.pem"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crl2pkcs7 -nocrl -certfile root.pem",
                "crl2pkcs7 -nocrl -certfile root.pem -outform DER",
                "cms -sign -keyid -nodetach -in content -signer root.pem -inkey key -outform PEM",
                "cms -sign -keyid -nodetach -in content -signer root.pem -inkey key -outform DER",
            })
    void theCommandThatAMessageGivesConvertsTheBundle(String command) throws Exception {
        write("root.pem", ROOT.certificatePem());
        write("key", ROOT.keyPem());
        write("content", "signed");
        OpenSsl.run(folder, command + " -out OUT");
        assertThat(converted(folder.resolve("OUT"))).containsExactly(ROOT.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CERTIFICATE", "PKCS #7 SIGNED DATA"})
    void aBundleUnderAnotherLabelIsRecognized(String label) throws Exception {
        write("root.pem", ROOT.certificatePem());
        OpenSsl.run(folder, "crl2pkcs7 -nocrl -certfile root.pem -out PLAIN");
        Path file = write("OUT", Files.readString(folder.resolve("PLAIN")).replace("PKCS7", label));
        refusalOf(file).contains("PKCS").doesNotContain("damaged");
        assertThat(converted(file)).containsExactly(ROOT.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS7", "CMS", "PKCS #7 SIGNED DATA"})
    void aBundleBesideACertificateIsNotSkippedSilently(String label) throws Exception {
        IssuedCertificate other = IssuedCertificate.authority("Other");
        write("other.pem", other.certificatePem());
        OpenSsl.run(folder, "crl2pkcs7 -nocrl -certfile other.pem -out PLAIN");
        String bundle = Files.readString(folder.resolve("PLAIN")).replace("PKCS7", label);
        Path file = write("bundle.pem", ROOT.certificatePem() + bundle);
        isReadAsRoot(file);
        int line = (int) ROOT.certificatePem().lines().count() + 1;
        assertThat(unusable(file))
                .singleElement()
                .asString()
                .contains("has a " + label + " block (block 2, line " + line + ")", "not read", "copy it to a file")
                .contains(label.equals("CMS") ? "openssl cms -cmsout" : "openssl pkcs7 -print_certs");
        assertThat(catchThrowable(() -> Certificates.read(write("key-and-bundle.pem", ROOT.keyPem() + bundle))))
                .hasMessageContaining("has a " + label + " block (block 2");
    }

    @Test
    void aJavaKeystoreIsNamedWithTheMethodThatReadsIt() throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setCertificateEntry("root", ROOT.certificate());
        Path file = folder.resolve("trust.jks");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        refusalOf(file).contains("is a Java keystore", "trustingKeyStore(", "keytool");
    }

    @Test
    void aCertificateIsReadInEveryLayout() throws Exception {
        String pem = ROOT.certificatePem();
        for (String text : List.of(
                pem.replace("\n", "\\n"),
                pem.replace("\n", "\\r\\n"),
                "{\"ca\": \"" + pem.replace("\n", "\\n").replace("/", "\\/").replace("+", "\\u002b") + "\"}",
                pem.replaceAll("(?m)^", "\t"),
                pem.replace("\n", " "))) {
            isReadAsRoot(write("ca.pem", text));
            assertThat(WwepTls.trustingPem(text)).isNotNull();
        }
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            isReadAsRoot(Files.writeString(folder.resolve("ca.pem"), "größer\n" + pem, charset));
        }
    }

    @ParameterizedTest
    @CsvSource({"PKCS7, true", "PKCS #7 SIGNED DATA, true", "CMS, true", "CERTIFICATE, false"})
    void programsSeeWhetherAFileHasABundle(String label, boolean bundle) throws Exception {
        Path file = write("file.pem", PemText.block(label, new byte[3]));
        assertThat(Pem.hasBundle(file)).isEqualTo(bundle);
    }
}
