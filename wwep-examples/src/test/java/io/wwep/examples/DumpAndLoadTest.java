package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepReply;
import io.wwep.server.WwepServer;
import io.wwep.testing.Answer;
import io.wwep.testing.Fault;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpAndLoadTest {

    @TempDir
    private Path folder;

    @Test
    void aDumpCanBeLoadedIntoAnotherDevice() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            write(server, 0x00, 0);
            write(server, 0x0B, 0x1234);
            write(server, 0xFF, 0xFFFF);
            InProcess dump = wwep("dump --json --device 0FAC --port " + server.port());
            assertThat(dump)
                    .isEqualTo(new InProcess(
                            0,
                            String.format("{\"device\":\"0FAC\",\"registers\":{\"00\":\"0000\",\"0B\":\"1234\","
                                    + "\"FF\":\"FFFF\"}}%n"),
                            ""));
            Path file = Files.writeString(folder.resolve("dump.json"), dump.out());

            assertThat(wwep("load --device 0BAC --port " + server.port() + " " + file))
                    .isEqualTo(new InProcess(0, String.format("wrote 3 registers of device 0BAC%n"), ""));

            assertThat(wwep("dump --json --device 0BAC --port " + server.port()).out())
                    .isEqualTo(dump.out().replace("0FAC", "0BAC"));
        }
    }

    @Test
    void withoutJsonADumpIsAGrid() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            write(server, 0x0B, 0x1234);

            InProcess dump = wwep("dump --device 0FAC --port " + server.port());

            assertThat(dump.exitCode()).isZero();
            assertThat(dump.err()).isEmpty();
            assertThat(dump.lines())
                    .hasSize(17)
                    .startsWith("   0 1 2 3 4 5 6 7 8 9 A    B C D E F", "00 . . . . . . . . . . . 1234 . . . .");
        }
    }

    @Test
    void aDeviceWithoutRegistersIsNotAFailure() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            InProcess dump = wwep("dump --mac 00:A0:50:01:02:03 --port " + server.port());

            assertThat(dump.exitCode()).isZero();
            assertThat(dump.err()).isEqualTo(String.format("wwep: no register of device 00F6 was ever written%n"));
        }
    }

    /** Simulated, because a course server needs 100 ms for each register. */
    @Test
    void aServerThatClosesAfterEachReplyNeedsAConnectionPerRegister() throws Exception {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.fault(Fault.close().afterReply().untilCleared());
            server.put(0x0FAC, 0x80, 0x1234);

            InProcess dump = wwep("dump --json --device 0FAC --port " + server.port());

            assertThat(dump)
                    .isEqualTo(new InProcess(
                            0, String.format("{\"device\":\"0FAC\",\"registers\":{\"80\":\"1234\"}}%n"), ""));
            assertThat(server.connections()).isGreaterThanOrEqualTo(RegisterScan.REGISTERS);
        }
    }

    @Test
    void aServerThatStopsRespondingDuringADumpIsATimeout() {
        try (WwepTestServer server = WwepTestServer.start()) {
            server.dispatcher(request -> request.text().compareTo("R0FAC80") < 0 ? Answer.asUsual() : Answer.none());

            InProcess dump = wwep("dump --device 0FAC --timeout 2s --port " + server.port());

            assertThat(dump.exitCode()).isEqualTo(ExitCode.NO_REPLY);
            assertThat(dump.out()).isEmpty();
            assertThat(dump.err()).contains("R0FAC80", "--timeout TIME").hasLineCount(1);
        }
    }

    /** The failed register is the third of five. */
    @ParameterizedTest
    @CsvSource({
        "X, 1, 'written: 00 to 01; not written: 02 to 03, 10'",
        "none, 4, 'written: 00 to 01; unknown: 02; not written: 03, 10'",
        "garbage, 4, 'written: 00 to 01; unknown: 02; not written: 03, 10'"
    })
    void aLoadStopsAtTheFirstFailureAndSaysWhatWasWritten(String answer, int exitCode, String outcome)
            throws IOException {
        Path file = Files.writeString(
                folder.resolve("dump.json"),
                "{\"device\":\"0FAC\",\"registers\":{\"00\":\"0001\",\"01\":\"0001\",\"02\":\"0001\",\"03\":\"0001\",\"10\":\"0001\"}}");
        try (WwepTestServer server = WwepTestServer.start()) {
            server.dispatcher(request -> !request.text().equals("W0FAC020001")
                    ? Answer.asUsual()
                    : switch (answer) {
                        case "X" -> Answer.of(WwepReply.refused());
                        case "none" -> Answer.none();
                        default -> Answer.text("A0FAC02zzzz");
                    });

            InProcess load = wwep("load --timeout 2s --port " + server.port() + " " + file);

            assertThat(load.exitCode()).isEqualTo(exitCode);
            assertThat(load.out()).isEmpty();
            assertThat(load.err())
                    .startsWith("wwep: wrote 2 of 5 registers of device 0FAC; " + outcome + System.lineSeparator())
                    .contains("W0FAC020001")
                    .hasLineCount(2);
            assertThat(server.find(0x0FAC, 0x03)).isEmpty();
        }
    }

    @Test
    void aFullServersReasonIsShown() throws IOException {
        Path file = Files.writeString(folder.resolve("dump.json"), "{\"registers\":{\"05\":\"0001\"}}");
        try (WwepTestServer server = WwepTestServer.start()) {
            server.enqueue(WwepReply.refused("Database Full 401"));

            InProcess load = wwep("load --device 1 --port " + server.port() + " " + file);

            assertThat(load.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(load.err()).contains("Database Full 401");
        }
    }

    @Test
    void nothingIsSentIfAnyPartOfTheFileIsInvalid() throws IOException {
        Path file = Files.writeString(
                folder.resolve("dump.json"), "{\"device\":\"0FAC\",\"registers\":{\"05\":\"0001\",\"06\":1}}");
        try (WwepTestServer server = WwepTestServer.start()) {
            InProcess load = wwep("load --port " + server.port() + " " + file);

            assertThat(load.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
            assertThat(load.err())
                    .startsWith("wwep: " + file + ": the value of register 06 is a number; write a string of four");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aFileWithoutADeviceNeedsTheOption() throws IOException {
        Path file = Files.writeString(folder.resolve("dump.json"), "{\"registers\":{}}");

        assertThat(wwep("load " + file).err())
                .startsWith("wwep: " + file + ": it has no \"device\"; add one, or give --device");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "dump,                             Missing required argument (specify one of these)",
                "dump --device 10000,              device id 10000 (hex) is out of range: it must be 0000 to FFFF",
                "dump --device 1 --mac 1,          are mutually exclusive",
                "dump --devise 1,                  did you mean --device?",
                "dump --device 1 --port 0,         '0' is not a port: it must be 1 to 65535",
                "dump --device 1 2,                Unmatched argument",
                "load,                             Missing required parameter: 'FILE'",
                "load nosuch.json,                 there is no file nosuch.json; check the path",
                "load .,                           . cannot be read",
                "load --json x,                    Unknown option: '--json'"
            })
    void invalidArgumentsAreBadUsageWithAReason(String arguments, String why) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains(why);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void bothFailIfThereIsNoServer() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        Path file =
                Files.writeString(folder.resolve("dump.json"), "{\"device\":\"0FAC\",\"registers\":{\"05\":\"0001\"}}");

        InProcess dump = wwep("dump --device 0FAC --port " + port);
        InProcess json = wwep("dump --json --device 0FAC --port " + port);
        InProcess load = wwep("load --port " + port + " " + file);

        assertThat(dump.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(dump.err())
                .startsWith("wwep: ")
                .contains("127.0.0.1:" + port)
                .hasLineCount(1);
        assertThat(json.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(json.out())
                .startsWith("{\"device\":\"0FAC\",\"error\":\"NOT_SENT\",\"delivery\":\"NOT_SENT\",\"message\":")
                .hasLineCount(1);
        assertThat(load.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(load.err())
                .startsWith("wwep: wrote 0 of 1 register of device 0FAC; not written: 05")
                .contains("127.0.0.1:" + port)
                .hasLineCount(2);
    }

    private static void write(WwepServer server, int register, int value) throws IOException {
        try (WwepClient client =
                WwepClient.create("127.0.0.1").port(server.port()).build()) {
            client.write(0x0FAC, register, value);
        }
    }
}
