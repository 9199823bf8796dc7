package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.server.Exchange;
import io.wwep.server.WwepServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DualLedCommandTest {

    @Test
    void eachButtonUsesItsRouteAndTheSummaryCountsBoth() {
        InProcess run = wwep("dual-led --press 3 --every 1ms --device 00F6");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("1  0 plain  W00F6050001  A00F6050001  on")
                .contains("2  1 TLS    W00F6060001  A00F6060001  on")
                .contains("5  0 plain  W00F6050001  A00F6050001  on")
                .contains("6  1 TLS    W00F6060001  A00F6060001  on")
                .contains("6 presses, 6 correct replies")
                .containsPattern("3 exchanges on port \\d+ \\(plain\\), 3 on port \\d+ \\(TLS\\)");
    }

    @Test
    void bothPortsOfANamedServerAreUsed() throws IOException {
        List<Exchange> seen = new CopyOnWriteArrayList<>();
        int plain;
        int secure;
        try (WwepServer server = WwepServer.create()
                .plain(0)
                .tls(0, DemoMaterial.server())
                .listener(seen::add)
                .start()) {
            plain = server.port();
            secure = server.tlsPort();
            InProcess run = wwep("dual-led --host 127.0.0.1 --port " + plain + " --tls-port " + secure + " --ca "
                    + DemoMaterial.authority() + " --press 1 --every 1ms --device 1");

            assertThat(run.out())
                    .endsWith(String.format(
                            "1 exchange on port " + plain + " (plain), 1 on port " + secure + " (TLS)%n"));
        }
        assertThat(seen).extracting(Exchange::port).containsExactly(plain, secure);
    }

    @Test
    void whenOneRouteFailsTheOtherContinuesAndTheExitCodeIsTheFailures() throws IOException {
        try (WwepServer server =
                WwepServer.create().plain(0).tls(0, DemoMaterial.server()).start()) {
            InProcess run = wwep("dual-led --host 127.0.0.1 --port " + server.port() + " --tls-port " + server.tlsPort()
                    + " --press 2 --every 1ms --device 1");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_TLS);
            assertThat(run.out())
                    .contains("3  0 plain  W0001050000  A0001050000  off")
                    .contains("4  1 TLS    W0001060001  none         off")
                    .contains("4 presses, 2 correct replies")
                    .contains("0 on port " + server.tlsPort() + " (TLS)");
            assertThat(run.err()).contains("--ca FILE");
        }
    }

    @Test
    void eachFailingRouteGetsItsHint() throws IOException {
        try (WwepServer server = WwepServer.create()
                        .plain(0)
                        .tls(0, DemoMaterial.server())
                        .start();
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            InProcess run = wwep("dual-led --host 127.0.0.1 --port " + silent.getLocalPort() + " --tls-port "
                    + server.tlsPort() + " --press 1 --every 1ms --timeout 50ms --device 1");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_REPLY);
            assertThat(run.out()).contains("wait longer with --timeout TIME");
            assertThat(run.err()).contains("--ca FILE");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dual-led --press 1 --port 1 | --port needs --host",
                "dual-led --press 1 --tls-port 1 | --tls-port needs --host",
                "dual-led --press 1 --host a --port 7 --tls-port 7 | --port and --tls-port are both 7",
                "dual-led --press 1 --led-pin 4 | --led-pin: the number of pins must be 2 for this program, not 1",
                "dual-led --tls | Unknown option: '--tls'",
                "dual-led | without a terminal, give the number of presses"
            })
    void invalidOptionsAreBadUsageWithARemedy(String arguments, String why) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains(why).contains("./wwep dual-led --help");
        assertThat(run.out()).isEmpty();
    }
}
