package io.wwep.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.ForeignTool;
import io.wwep.check.OpenSslServer;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepConnectException;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers whose certificates the JDK cannot read, or refuses before any trust check. */
class UnreadableCertificateTest {

    private static final WwepTls TLS =
            WwepTls.trustingPem(IssuedCertificate.authority("Some root").certificatePem());

    private static final String P256 = "ec -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    private Path folder;

    /** Makes a self-signed certificate. */
    private void make(String name, String key, String subject, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(ForeignTool.require("openssl", "openssl"), "req", "-x509"));
        command.addAll(List.of("-nodes", "-days", "2", "-subj", subject, "-newkey"));
        command.addAll(List.of(key.split(" ", -1)));
        command.addAll(List.of("-keyout", name + ".key", "-out", name + ".pem"));
        command.addAll(List.of(more));
        Process openssl = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        if (openssl.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("openssl.log")));
        }
    }

    private void assertRefused(String name, List<String> options, String... said) throws Exception {
        Stream<String> identity = Stream.of(
                "-cert", folder.resolve(name + ".pem").toString(),
                "-key", folder.resolve(name + ".key").toString());
        try (OpenSslServer server =
                new OpenSslServer(Stream.concat(identity, options.stream()).toArray(String[]::new))) {
            assertThatThrownBy(() -> WwepClient.create("127.0.0.1")
                            .port(server.port())
                            .tls(TLS)
                            .connect()
                            .close())
                    .isInstanceOf(WwepConnectException.class)
                    .message()
                    .contains("the TLS handshake with 127.0.0.1:" + server.port() + " failed: ")
                    .contains(said)
                    .doesNotContain("java.io", "Exception", "Only named", "exceeds the maximum");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aKeyWithExplicitParametersIsNamedWithACommandForAUsableOne(String protocol) throws Exception {
        make("odd", P256 + " -pkeyopt ec_param_enc:explicit", "/CN=odd");
        assertRefused(
                "odd",
                List.of(protocol),
                "a certificate that the peer sent has a key of EC with explicit parameters, which Java's TLS cannot use",
                "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    }

    @Test
    void anUnknownCurveOfAnotherCertificateInTheChainIsNamed() throws Exception {
        make("own", P256, "/CN=own");
        make("odd", "ec -pkeyopt ec_paramgen_curve:SM2", "/CN=odd");
        assertRefused(
                "own",
                List.of("-cert_chain", folder.resolve("odd.pem").toString()),
                "a certificate that the peer sent has a key of EC SM2, which Java's TLS cannot use",
                "ec_paramgen_curve:P-256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void anEmptyIssuerIsReportedWithARemedy(String protocol) throws Exception {
        make("odd", P256, "/");
        assertRefused(
                "odd",
                List.of(protocol),
                "Java does not accept a certificate that the peer sent (Empty issuer DN not allowed",
                "have one issued without that",
                "openssl s_client -showcerts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "brainpoolP256r1"})
    void aServersKeyOnACurveThatJavaCannotUseIsAmongTheCauses(String curve) throws Exception {
        make("odd", "ec -pkeyopt ec_paramgen_curve:" + curve, "/CN=odd");
        assertRefused(
                "odd",
                List.of(),
                "if its key is on a curve that Java cannot use, such as secp256k1 or brainpoolP256r1, make one on P-256",
                "ec_paramgen_curve:P-256");
    }

    @Test
    void moreCertificatesThanJavaAcceptsAreCounted() throws Exception {
        make("own", P256, "/CN=own");
        String one = Files.readString(folder.resolve("own.pem"));
        Path chain = Files.writeString(folder.resolve("chain.pem"), one.repeat(12));
        assertRefused(
                "own",
                List.of("-cert_chain", chain.toString()),
                "the peer sent more than the 10 certificates that Java accepts",
                "only its own and the intermediate ones",
                "-Djdk.tls.maxCertificateChainLength=");
    }

    @Test
    void aCertificateWithVeryManyNamesIsTooLong() throws Exception {
        String names = IntStream.range(0, 1500)
                .mapToObj(i -> "DNS:a-rather-long-name-" + i + ".example.org")
                .collect(Collectors.joining(","));
        make("big", P256, "/CN=big", "-addext", "subjectAltName=" + names);
        assertRefused(
                "big",
                List.of(),
                "more than the 32768 bytes that Java accepts",
                "fewer names",
                "-Djdk.tls.maxHandshakeMessageSize=");
    }
}
