package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wwep.server.WwepServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command: which ports it checks, what it prints and how it ends. */
class CheckCommandTest {

    private static final String ROOT = "certs/wwep-demo-root-ca.pem";

    @Test
    void aGoodServerIsATableThatFits80ColumnsAndExitCode0() throws IOException {
        try (WwepServer server = bothPorts()) {
            InProcess run = wwep("check 127.0.0.1:" + server.port() + " --device 0FAC --tls-port " + server.tlsPort()
                    + " --expect-name wwep.local --ca " + Checkout.ROOT.resolve(ROOT));

            assertThat(run.exitCode()).isZero();
            assertThat(run.lines().get(0))
                    .startsWith("checking 127.0.0.1:" + server.port() + " and ")
                    .endsWith(" with TLS; writes registers 01 to 08 of devices 0FAC and FFFD");
            assertThat(run.lines().stream().skip(1))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(run.out()).contains("W0FAC011234 -> A0FAC011234");
            assertThat(run.lines()).endsWith("23 ok, 0 failed, 0 skipped; profile standard");
        }
    }

    @Test
    void jsonIsOneObjectWithTheRows() throws IOException {
        try (WwepServer server = bothPorts()) {
            InProcess run = wwep("check 127.0.0.1:" + server.port() + " --json");
            JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();

            assertThat(run.out()).hasLineCount(1);
            assertThat(report.keySet()).containsExactly("server", "profile", "passed", "failed", "skipped", "rows");
            assertThat(report.get("server").getAsString()).isEqualTo("127.0.0.1:" + server.port());
            assertThat(report.get("passed").getAsInt()).isEqualTo(19);
            JsonObject first = report.getAsJsonArray("rows").get(0).getAsJsonObject();
            assertThat(first.keySet())
                    .containsExactly("row", "exercise", "sent", "expected", "got", "ms", "result", "why", "source");
            assertThat(first.get("result").getAsString()).isEqualTo("ok");
            assertThat(run.err()).contains("writes registers 01 to 08 of devices FFFE and FFFD");
        }
    }

    @Test
    void aFailedRowIsExitCode1AndSaysWhatToLookAt() throws IOException {
        try (WwepServer server = bothPorts()) {
            String port = " --port " + server.port();
            assertThat(wwep("write" + port + " FFFD EE 1").exitCode()).isZero();
            InProcess run = wwep("check 127.0.0.1:" + server.port());

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out().replaceAll("\\s+", " "))
                    .contains("FAIL read-never-written 6.4", "got AFFFDEE0001", "If another program has written this");
            assertThat(run.lines()).endsWith("18 ok, 1 failed, 0 skipped; profile standard");
        }
    }

    @Test
    void withoutAServerItIsExitCode3() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        InProcess run = wwep("check 127.0.0.1:" + port);

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.out()).contains("Cannot connect to port " + port, "skipped  read-back");
    }

    @Test
    void aServerThatClosesAtOnceIsExitCode4() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread closing = new Thread(() -> acceptAndClose(listening), "closes-at-once");
            closing.start();
            InProcess run = wwep("check 127.0.0.1:" + listening.getLocalPort());
            closing.join();

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_REPLY);
            assertThat(run.out()).contains("before its reply");
        }
    }

    private static void acceptAndClose(ServerSocket listening) {
        try (Socket client = listening.accept()) {
            client.shutdownOutput();
        } catch (IOException e) {
            // The command says what it saw.
        }
    }

    @Test
    void anUntrustedCertificateIsExitCode5AndSuggestsTheOption() throws IOException {
        try (WwepServer server = bothPorts()) {
            InProcess run = wwep("check 127.0.0.1:" + server.tlsPort() + " --tls --expect-name wwep.local");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.out().replaceAll("\\s+", " "))
                    .contains(
                            "FAIL certificate",
                            "neither among the trusted",
                            "give the certificate to trust with --ca FILE");
        }
    }

    @Test
    void aWrongNameSuggestsTheOption() throws IOException {
        try (WwepServer server = bothPorts()) {
            InProcess run = wwep("check 127.0.0.1:" + server.tlsPort() + " --expect-name lamp.local --ca "
                    + Checkout.ROOT.resolve(ROOT));

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.out().replaceAll("\\s+", " ")).contains("FAIL name", "say --expect-name ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check 127.0.0.1 --device FFFD               | device FFFD is the second device that each check writes",
                "check 127.0.0.1 --device 10000              | 10000",
                "check 127.0.0.1:27708 --tls-port 27708      | are both 27708; they must differ",
                "check 127.0.0.1 --profile strict            | strict",
                "check 127.0.0.1:0                           | it must be 1 to 65535",
                "check https://127.0.0.1                     | give HOST:PORT, such as wwep.local:27708",
                "check                                       | HOST[:PORT]"
            })
    void badUsageIsExitCode2AndSaysWhy(String command, String why) {
        InProcess run = wwep(command);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains(why);
    }

    private static WwepServer bothPorts() throws IOException {
        return WwepServer.create().plain(0).tls(0, DemoMaterial.server()).start();
    }
}
