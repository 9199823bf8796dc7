package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import io.wwep.tls.Certificates;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertsExplainCommandTest {

    private static final IssuedCertificate ROOT = IssuedCertificate.authority("Some root");
    private static final IssuedCertificate SERVER = IssuedCertificate.named("Some server")
            .names("wwep.local")
            .forServers()
            .issuedBy(ROOT);

    @TempDir
    private Path folder;

    /** Returns the output of a run that succeeds, with its lines joined: they are wrapped anywhere. */
    private static String explain(Path file, Object... options) {
        List<String> arguments = new ArrayList<>(List.of("certs", "explain", file.toString()));
        List.of(options).forEach(option -> arguments.add(option.toString()));
        InProcess run = wwep(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).allSatisfy(line -> assertThat(line).matches("\\P{Cntrl}*"));
        return run.out().replaceAll("\\s+", " ");
    }

    private Path write(String name, X509Certificate... certificates) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate each : certificates) {
            pem.append(PemText.of(each));
        }
        return Files.writeString(folder.resolve(name), pem);
    }

    private static String digest(String algorithm, X509Certificate certificate) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getTBSCertificate()));
    }

    /** Returns a certificate that differs from another in one byte. */
    private static X509Certificate changed(X509Certificate certificate, int place) throws Exception {
        byte[] der = certificate.getEncoded();
        der[place] ^= 1;
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static X509Certificate demoServer() {
        return Certificates.read(DemoMaterial.serverCertificate()).get(0);
    }

    @Test
    void theDemoServersChainIsExplainedUpToTheDemoRoot() throws Exception {
        String text = explain(DemoMaterial.serverCertificate());

        String digest = digest("SHA-256", demoServer());
        assertThat(text)
                .containsSubsequence(
                        demoServer().getTBSCertificate().length + " bytes), the name of an algorithm (SHA256withRSA)",
                        "SHA-256 turns the " + demoServer().getTBSCertificate().length + " bytes",
                        digest,
                        "CN=WWEP DEMO root CA issued it. The certificate of that name is in",
                        "(the demo authority, the default of --ca); its key is RSA 2048.",
                        "00 01, 202 times ff, 00: the padding of PKCS#1",
                        "names SHA-256",
                        digest,
                        "It equals the computed one",
                        "1. CN=WWEP DEMO server, signed by CN=WWEP DEMO root CA: confirmed",
                        "2. CN=WWEP DEMO root CA, signed by itself: confirmed",
                        "That proves nothing",
                        "CN=WWEP DEMO root CA is trusted only because it is in");
    }

    @Test
    void opensslComputesTheSameDigest() throws Exception {
        Files.copy(DemoMaterial.serverCertificate(), folder.resolve("server.pem"));
        OpenSsl.run(folder, "asn1parse", "-in", "server.pem", "-strparse", "4", "-noout", "-out", "content");
        String computed =
                OpenSsl.run(folder, "dgst", "-sha256", "-r", "content").out();

        assertThat(explain(folder.resolve("server.pem"))).contains(computed.substring(0, 64));
    }

    @Test
    void changedContentDiffersFromTheSignedDigest() throws Exception {
        X509Certificate server = demoServer();
        byte[] name = "WWEP DEMO server".getBytes(StandardCharsets.US_ASCII);
        int place = new String(server.getEncoded(), StandardCharsets.ISO_8859_1)
                .indexOf(new String(name, StandardCharsets.US_ASCII));
        X509Certificate tampered = changed(server, place + 5);

        assertThat(explain(write("tampered.pem", tampered)))
                .containsSubsequence(
                        digest("SHA-256", tampered),
                        digest("SHA-256", server),
                        "It differs from the computed one: the key made this signature, but for other content.",
                        "claims to be signed by CN=WWEP DEMO root CA: refuted",
                        "so it is not trusted");
    }

    @Test
    void anIssuerOfTheSameNameWithAnotherKeyIsFoundOut() throws Exception {
        Path file = write("server.pem", demoServer());
        OpenSsl.run(
                folder,
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=WWEP DEMO root CA",
                "-keyout",
                "k.pem",
                "-out",
                "other.pem");

        assertThat(explain(file, "--ca", folder.resolve("other.pem")))
                .contains("looks random: this key did not make the signature", "refuted", "so it is not trusted");
    }

    @Test
    void ofSeveralIssuersOfOneNameTheOneWhoseKeyFitsIsUsed() throws Exception {
        X509Certificate other = IssuedCertificate.authority("Some root").certificate();
        Path file = write("server.pem", SERVER.certificate());

        assertThat(explain(file, "--ca", write("ca.pem", other, ROOT.certificate())))
                .contains("The signature fits the content and the key", "CN=Some root is trusted only because");
        assertThat(explain(file, "--ca", write("ca.pem", other, other)))
                .contains("The signature does not fit", "The check cannot tell which.");
    }

    @Test
    void anEcdsaSignatureIsVerifiedButNotOpened() throws Exception {
        assertThat(explain(write("all.pem", SERVER.certificate(), ROOT.certificate())))
                .contains(
                        digest("SHA-256", SERVER.certificate()),
                        "is in the same file; its key is EC P-256",
                        "It is ECDSA: two numbers, in which the digest is not contained",
                        "The signature fits",
                        "2. CN=Some root, signed by itself: confirmed",
                        "so none is trusted. To trust this root");
    }

    @ParameterizedTest
    @CsvSource({
        "-newkey rsa:2048 -sha384 -sigopt rsa_padding_mode:pss, SHA-384 turns the, It is RSA with PSS",
        "-newkey ed25519, Ed25519 has no separate digest, It is Ed25519",
        "-newkey ed448, Ed448 has no separate digest, It is Ed448",
        "-newkey rsa:2048 -sha512, SHA-512 turns the, It equals the computed one",
        "-newkey rsa:2048 -sha3-256, SHA3-256 turns the, It equals the computed one"
    })
    void everyKindOfSignatureOfOpensslIsExplained(String options, String digest, String check) throws Exception {
        List<Object> command = new ArrayList<>(List.of("req", "-x509", "-nodes", "-subj", "/CN=box"));
        command.addAll(List.of("-keyout", "k.pem", "-out", "own.pem"));
        command.addAll(List.of(options.split(" ", -1)));
        assertThat(OpenSsl.run(folder, command.toArray()).exitCode()).isZero();

        String text = explain(folder.resolve("own.pem"));

        assertThat(text)
                .contains(digest, check, "That is its own name", "1. CN=box, signed by itself: confirmed")
                .contains("so it is not trusted");
    }

    @Test
    void aSignatureOnACurveThatJavaDoesNotHaveIsNotChecked() throws Exception {
        assertThat(explain(selfSigned("coin", "ec_paramgen_curve:secp256k1")))
                .contains(
                        "SHA-256 turns the",
                        "It was not checked, since Java cannot check one with a key of EC secp256k1 (openssl verify may).",
                        "so it is not trusted");
    }

    @Test
    void aCertificateThatJavaCannotReadIsNamed() throws Exception {
        Path bad = selfSigned("bad", "ec_paramgen_curve:prime256v1", "-pkeyopt", "ec_param_enc:explicit");

        InProcess run = wwep("certs explain " + bad);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains("a certificate that cannot be used", "CN=bad");
        Path both =
                Files.writeString(folder.resolve("both.pem"), Files.readString(bad) + PemText.of(ROOT.certificate()));
        assertThat(explain(both)).contains("Skipped: ", "CN=bad", "Explained: CN=Some root");
    }

    private Path selfSigned(String name, String curve, String... options) throws Exception {
        List<Object> command = new ArrayList<>(List.of("req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", curve));
        command.addAll(List.of(options));
        command.addAll(List.of("-subj", "/CN=" + name, "-keyout", "k.pem", "-out", name + ".pem"));
        assertThat(OpenSsl.run(folder, command.toArray()).exitCode()).isZero();
        return folder.resolve(name + ".pem");
    }

    @Test
    void aCircleAndALongChainEnd() throws Exception {
        IssuedCertificate one = IssuedCertificate.authority("One");
        IssuedCertificate two = IssuedCertificate.authority("Two");
        X509Certificate oneByTwo = signedBy(two, "One", one.keys());
        X509Certificate twoByOne = signedBy(one, "Two", two.keys());

        assertThat(explain(write("circle.pem", oneByTwo, twoByOne)))
                .contains("The chain has no root: its certificates signed each other in a circle.");

        List<X509Certificate> chain = new ArrayList<>();
        IssuedCertificate issuer = one;
        for (int i = 0; i < 200; i++) {
            issuer = IssuedCertificate.named("Level " + i).authority().issuedBy(issuer);
            chain.add(0, issuer.certificate());
        }
        assertThat(explain(write("long.pem", chain.toArray(X509Certificate[]::new))))
                .contains("10. CN=Level 190", "at most 10 certificates", "190 more certificates");
    }

    private static X509Certificate signedBy(IssuedCertificate issuer, String name, KeyPair keys) {
        return IssuedCertificate.named(name)
                .authority()
                .keys(keys)
                .issuedBy(issuer)
                .certificate();
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "rubbish, is neither a usable certificate nor",
        "'-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', damaged"
    })
    void aFileWithoutAUsableCertificateIsBadUsage(String content, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("some.pem"), content);

        InProcess run = wwep("certs explain " + file);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("some.pem", message);
    }

    @Test
    void aKeyAMissingFileAndAHugeOneAreBadUsage() throws Exception {
        Path key = Files.writeString(folder.resolve("key.pem"), ROOT.keyPem());
        Path huge = Files.write(folder.resolve("huge.pem"), new byte[10_000_001]);

        assertThat(wwep("certs explain " + key).err()).contains("is PEM, a private key, without a certificate");
        assertThat(wwep("certs explain " + huge).err()).contains("has more than 10000000 bytes");
        assertThat(wwep("certs explain nowhere.pem").err()).contains("there is no file nowhere.pem");
        assertThat(wwep("certs explain " + key).exitCode()).isEqualTo(ExitCode.BAD_USAGE);
    }

    @Test
    void ofABundleTheFirstIsExplainedAndTheOthersAreCounted() throws Exception {
        List<X509Certificate> roots = new ArrayList<>(List.of(ROOT.certificate()));
        for (int i = 0; i < 150; i++) {
            roots.add(IssuedCertificate.authority("Root " + i).certificate());
        }
        Path bundle = write("bundle.pem", roots.toArray(X509Certificate[]::new));

        assertThat(explain(bundle))
                .contains("PEM, 151 certificates", "Explained: CN=Some root")
                .endsWith(
                        "150 more certificates of the file are not in this chain. To explain one of them, copy it, from"
                                + " BEGIN to END, to a file of its own. ");
    }

    @Test
    void moreCertificatesThanAnyBundleHasAreBadUsage() throws Exception {
        Path file =
                write("many.pem", Collections.nCopies(501, ROOT.certificate()).toArray(X509Certificate[]::new));

        assertThat(wwep("certs explain " + file).err()).contains("has 501 certificates, more than 500; copy");
    }

    @Test
    void whatAServersCertificateHasSignedIsNotTrusted() throws Exception {
        IssuedCertificate forged =
                IssuedCertificate.named("Forged").forServers().issuedBy(SERVER);
        Path file = write("forged.pem", forged.certificate(), SERVER.certificate());

        assertThat(explain(file, "--ca", write("root.pem", ROOT.certificate())))
                .contains(
                        "1. CN=Forged, signed by CN=Some server: confirmed",
                        "But CN=Some server is not a certificate authority, so a client does not trust what it has signed.")
                .doesNotContain("So what it confirms is trusted");
    }

    @Test
    void aCertificateWithoutAnIssuerIsSaidToBeIncomplete() throws Exception {
        assertThat(explain(write("server.pem", SERVER.certificate())))
                .contains(
                        "No certificate of that name is in the file or trusted",
                        "The signature cannot be checked",
                        "The chain ends before a root");
    }

    @Test
    void aTrustedIntermediateEndsTheQuestion() throws Exception {
        Path file = write("server.pem", SERVER.certificate());

        assertThat(explain(file, "--ca", file))
                .contains("CN=Some server is trusted only because it is in " + file + " (given with --ca).");
    }
}
