package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.pki.IssuedCertificate;
import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonOptionTest {

    @TempDir
    private Path folder;

    @Test
    void anAcceptedExchangeHasItsValueAsANumber() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            InProcess write = wwep("write --json --port " + server.port() + " 0FAC 0B 1234");
            InProcess read = wwep("read --json --port " + server.port() + " 0FAC 0B");

            assertThat(write.exitCode()).isZero();
            assertThat(write.out())
                    .startsWith("{\"request\":\"W0FAC0B1234\",\"reply\":\"A0FAC0B1234\",\"accepted\":true");
            assertThat(read.out())
                    .matches("\\{\"request\":\"R0FAC0B\",\"reply\":\"A0FAC0B1234\",\"accepted\":true,\"value\":4660,"
                            + "\"reason\":null,\"millis\":\\d+\\.\\d}\\R");
        }
    }

    @Test
    void aRefusalHasTheServersReason() throws IOException {
        try (WwepServer server =
                WwepServer.create().plain(0).profile(ServerProfile.COURSE).start()) {
            InProcess run = wwep("raw --json --port " + server.port() + " W01234");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out())
                    .contains(
                            "\"reply\":\"X illegal", "\"accepted\":false,\"value\":null,\"reason\":\"illegal command");
        }
    }

    @Test
    void aRefusalWithoutAReasonHasNone() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            InProcess run = wwep("read --json --port " + server.port() + " 0FAC 0B");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out()).contains("\"reply\":\"X\",\"accepted\":false,\"value\":null,\"reason\":null");
        }
    }

    @Test
    void aTimeoutSaysThatDeliveryIsUnknown() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InProcess run = wwep("read --json --port " + silent.getLocalPort() + " --timeout 50ms 1 1");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_REPLY);
            assertThat(run.out())
                    .startsWith(
                            "{\"request\":\"R000101\",\"error\":\"TIMED_OUT\",\"delivery\":\"UNKNOWN\",\"message\":")
                    .contains("--timeout TIME");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void aMissingServerReceivedNothing() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        InProcess read = wwep("read --json --port " + port + " 1 1");
        InProcess show = wwep("certs show --json 127.0.0.1:" + port);

        assertThat(read.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(read.out()).contains("\"error\":\"NOT_SENT\",\"delivery\":\"NOT_SENT\"");
        assertThat(show.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(show.out()).startsWith("{\"server\":\"127.0.0.1:" + port + "\",\"error\":\"NOT_SENT\"");
    }

    @Test
    void aFileIsShownWithItsCertificatesAndKey() {
        InProcess certificate = wwep("certs show --json " + DemoMaterial.serverCertificate());
        InProcess key = wwep("certs show --json "
                + DemoMaterial.serverCertificate().toString().replace(".pem", "-key.pem"));

        assertThat(certificate.lines()).hasSize(1);
        assertThat(certificate.out())
                .contains("\"format\":\"PEM\",\"certificates\":[{\"subject\":\"CN=WWEP DEMO server\"")
                .contains(
                        "\"names\":[\"localhost\",\"127.0.0.1\"",
                        "\"ca\":false",
                        "\"unusable\":[],\"privateKey\":null}");
        assertThat(key.out()).contains("\"certificates\":[],\"unusable\":[],\"privateKey\":\"RSA");
    }

    @Test
    void subjectAndIssuerAreReadable() throws IOException {
        IssuedCertificate root = IssuedCertificate.named(new X500Principal("EMAILADDRESS=admin@example.org,CN=Root"))
                .selfSigned();
        Path file = Files.writeString(folder.resolve("root.pem"), root.certificatePem());

        assertThat(wwep("certs show --json " + file).out())
                .contains(
                        "\"subject\":\"emailAddress=admin@example.org,CN=Root\"",
                        "\"issuer\":\"emailAddress=admin@example.org,CN=Root\"");
    }

    @Test
    void theFetchedCertificateIsInTheObjectAndInTheNamedFile() throws IOException {
        Path file = folder.resolve("server.pem");
        try (WwepServer server =
                WwepServer.create().tls(0, DemoMaterial.server()).start()) {
            String address = "127.0.0.1:" + server.tlsPort();
            InProcess printed = wwep("certs fetch --json --leaf " + address);
            InProcess saved = wwep("certs fetch --json --leaf " + address + " --out " + file);
            InProcess shown = wwep("certs show --json " + address);

            assertThat(printed.out())
                    .startsWith("{\"server\":\"" + address + "\",\"verified\":false,\"file\":null,\"certificates\":[{")
                    .contains("\"pem\":\"-----BEGIN CERTIFICATE-----\\u000a");
            assertThat(saved.out()).contains("\"file\":\"" + file + "\"");
            assertThat(Files.readString(file)).startsWith("-----BEGIN CERTIFICATE-----\n");
            assertThat(shown.out()).startsWith("{\"server\":\"" + address + "\",\"verified\":false");
        }
    }
}
