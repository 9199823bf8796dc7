package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.server.ServerProfile;
import io.wwep.server.WwepServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneExchangeTest {

    @Test
    void theReplyIsTheOnlyOutputAndSetsTheExitCode() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            assertThat(wwep("write --port " + server.port() + " 0FAC 0B 1234"))
                    .isEqualTo(new InProcess(0, String.format("A0FAC0B1234%n"), ""));
            assertThat(wwep("read --port " + server.port() + " 0FAC 0B"))
                    .isEqualTo(new InProcess(0, String.format("A0FAC0B1234%n"), ""));
            assertThat(wwep("read --port " + server.port() + " 0BAC 0B"))
                    .isEqualTo(new InProcess(1, String.format("X%n"), ""));
            assertThat(wwep("raw --port " + server.port() + " W01234"))
                    .isEqualTo(new InProcess(1, String.format("X%n"), ""));
        }
    }

    @Test
    void theCourseServersReasonIsShownWithTheRefusal() throws IOException {
        try (WwepServer server =
                WwepServer.create().plain(0).profile(ServerProfile.COURSE).start()) {
            assertThat(wwep("read --port " + server.port() + " 0BAC 0B"))
                    .isEqualTo(new InProcess(1, String.format("X Not Found%n"), ""));
        }
    }

    @Test
    void numbersMayBeShortOrLowerCaseOrBeginWith0x() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            assertThat(wwep("write --port " + server.port() + " 0xfac b 0X1").out())
                    .isEqualTo(String.format("A0FAC0B0001%n"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "write 0FAC 100 1,       register 100 (hex) is out of range: it must be 00 to FF",
                "write 10000 0B 1,       device id 10000 (hex) is out of range: it must be 0000 to FFFF",
                "write 0FAC 0B 10000,    value 10000 (hex) is out of range: it must be 0000 to FFFF",
                "read 0FAC 1FF,          register 1FF (hex) is out of range: it must be 00 to FF",
                "read 0FAC 123456789,    '123456789' is too large",
                "read 0FAC zz,           'zz' is not a hexadecimal number",
                "read 0FAC -1,           '-1' is not a hexadecimal number",
                "write 0FAC 0B,          Missing required parameter: 'VALUE'",
                "read --port 0 1 1,      '0' is not a port: it must be 1 to 65535",
                "read --port x 1 1,      'x' is not a port: it must be 1 to 65535",
                "read --host a:1 1 1,    write --host a --port 1",
                "read --host a/b 1 1,    'a/b' is not a host name",
                "read --timeout 5 1 1,   '5' is not a time: give a whole number and its unit",
                "read --timeout 0ms 1 1, '0ms' is out of range: give 1ms to 60m"
            })
    void invalidArgumentsAreBadUsageWithAReason(String arguments, String why) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains(why).contains("--help");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anEmptyTextIsBadUsage() {
        assertThat(wwep(List.of("raw", "")).err()).contains("a raw request has 1 to 256 bytes");
    }

    @Test
    void aMissingServerIsNamedWithWhatToCheck() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        InProcess run = wwep("read --port " + port + " 1 1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err()).startsWith("wwep: ").contains("127.0.0.1:" + port, "check");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aSilentServerIsATimeoutThatNamesItsPhase() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InProcess run = wwep("read --port " + silent.getLocalPort() + " --timeout 50ms 1 1");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_REPLY);
            assertThat(run.err()).startsWith("wwep: ").contains("reply");
            assertThat(run.out()).isEmpty();
        }
    }
}
