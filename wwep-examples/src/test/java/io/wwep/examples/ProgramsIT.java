package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import io.wwep.testing.Answer;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs as users run them: {@code ./wwep} in separate processes, and {@code nc} as a peer. */
class ProgramsIT {

    @Test
    void theDemoShowsButtonAndLedAndSucceeds() throws Exception {
        Program.Ended demo = run("demo");

        assertThat(demo.exitCode()).isZero();
        assertThat(demo.out()).contains("W00F6050001", "A00F6050001", "W01234", "X");
        assertThat(demo.err()).as("no Java warning, no log").isEmpty();
    }

    @Test
    void theServerAnswersNetcat() throws Exception {
        try (Program server = Checkout.wwep("server", "--port", 0)) {
            int port = listening(server);

            assertThat(netcat("W0FAC0B1234", port)).isEqualTo("A0FAC0B1234");
            assertThat(netcat("W01234", port)).isEqualTo("X");
            assertThat(netcat("R0FAC0B", port)).isEqualTo("A0FAC0B1234");
            assertThat(netcat("R0BAC0B", port)).isEqualTo("X");
            assertThat(netcat("r0fac0b", port)).isEqualTo("X");
            assertThat(netcat("R0fac0b", port)).isEqualTo("A0FAC0B1234");
            assertThat(netcat("W0FAC0B1234R0FAC0BR0BAC0B", port)).isEqualTo("A0FAC0B1234A0FAC0B1234X");
            assertThat(netcat("W0FAC0B1234\n", port)).isEqualTo("A0FAC0B1234");

            server.terminate();
            Program.Ended ended = server.await();
            assertThat(ended.out()).containsPattern("\n\nserved 10 exchanges on [^\n]+\n$");
            assertThat(ended.err()).isEmpty();
            assertThat(ended.exitCode()).as("the exit code of SIGTERM").isEqualTo(143);
        }
    }

    /** Java 24 and later warn about native libraries, such as SQLite's, unless the program enables them. */
    @Test
    void aServerWithADataFilePrintsNoJavaWarning(@TempDir Path folder) throws Exception {
        try (Program server = Checkout.wwep("server", "--port", 0, "--data", folder.resolve("registers"))) {
            int port = listening(server);
            assertThat(run("write", "--port", port, "0FAC", "0B", "1234").out()).isEqualTo("A0FAC0B1234\n");

            server.terminate();
            assertThat(server.await().err()).isEmpty();
        }
    }

    @Test
    void theValueOfAClientThatClosesAtOnceIsStored() throws Exception {
        try (Program server = Checkout.wwep("server", "--port", 0)) {
            int port = listening(server);

            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write("WABCD051234".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(server.nextLine()).contains("count");
            assertThat(server.nextLine()).contains("WABCD051234");

            assertThat(run("read", "--port", port, "ABCD", "05").out()).isEqualTo("AABCD051234\n");
        }
    }

    @Test
    void writeReadAndRawShowTheReplyAndSetTheExitCode() throws Exception {
        try (Program server = Checkout.wwep("server", "--port", 0)) {
            int port = listening(server);

            assertThat(run("write", "--host", "127.0.0.1", "--port", port, "0FAC", "0B", "1234"))
                    .isEqualTo(new Program.Ended(0, "A0FAC0B1234\n", ""));
            assertThat(run("read", "--host", "127.0.0.1", "--port", port, "0BAC", "0B"))
                    .isEqualTo(new Program.Ended(1, "X\n", ""));
            assertThat(run("raw", "--host", "127.0.0.1", "--port", port, "W01234"))
                    .isEqualTo(new Program.Ended(1, "X\n", ""));
        }
    }

    @Test
    void aSignalStopsALoadWhichSaysWhatItHasWritten(@TempDir Path folder) throws Exception {
        String registers = IntStream.range(0, 0x100)
                .mapToObj(number -> String.format("\"%02X\":\"1234\"", number))
                .collect(Collectors.joining(","));
        Path file = Files.writeString(
                folder.resolve("all.json"), "{\"device\":\"0FAC\",\"registers\":{" + registers + "}}");
        try (WwepTestServer server = WwepTestServer.start()) {
            server.dispatcher(request -> Answer.asUsual().after(Duration.ofMillis(20)));
            try (Program load = Checkout.wwep("load", "--port", server.port(), file)) {
                server.takeRequest(Duration.ofSeconds(20));
                load.terminate();
                Program.Ended ended = load.await();

                long written = IntStream.range(0, 0x100)
                        .filter(number -> server.find(0x0FAC, number).isPresent())
                        .count();
                assertThat(ended.exitCode()).isEqualTo(143);
                assertThat(ended.out()).isEmpty();
                assertThat(ended.err())
                        .startsWith("wwep: wrote " + written + " of 256 registers of device 0FAC; written: 00")
                        .endsWith(" to FF\n");
                assertThat(written).isBetween(1L, 0xFFL);
            }
        }
    }

    @Test
    void aSignalStopsALoadWhoseServerIsSilent(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("three.json"),
                "{\"device\":\"0FAC\",\"registers\":{\"00\":\"1234\",\"01\":\"1234\",\"02\":\"1234\"}}");
        try (WwepTestServer server = WwepTestServer.start()) {
            server.dispatcher(request -> request.text().startsWith("W0FAC01") ? Answer.none() : Answer.asUsual());
            try (Program load = Checkout.wwep("load", "--port", server.port(), "--timeout", "1m", file)) {
                server.takeRequest(Duration.ofSeconds(20));
                server.takeRequest(Duration.ofSeconds(20));
                load.terminate();

                assertThat(load.await())
                        .isEqualTo(
                                new Program.Ended(
                                        143,
                                        "",
                                        "wwep: wrote 1 of 3 registers of device 0FAC; written: 00; unknown: 01; not written: 02\n"));
            }
        }
    }

    @Test
    void aRegisterOutOfRangeIsBadUsageThatNamesTheRange() throws Exception {
        Program.Ended write = run("write", "--host", "127.0.0.1", "--port", 1, "0FAC", "100", "1");

        assertThat(write.exitCode()).isEqualTo(2);
        assertThat(write.err()).contains("00 to FF");
        assertThat(write.out()).isEmpty();
    }

    @Test
    void aPortWhereNothingListensIsNamedWithWhatToCheck() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        Program.Ended read = run("read", "--host", "127.0.0.1", "--port", port, "0FAC", "0B");

        assertThat(read.exitCode()).isEqualTo(3);
        assertThat(read.err())
                .startsWith("wwep: ")
                .contains("127.0.0.1:" + port, "check")
                .hasLineCount(1);
        assertThat(read.out()).isEmpty();
    }

    @Test
    void aSilentServerIsATimeoutThatNamesThePhase() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program.Ended read = run("read", "--host", "127.0.0.1", "--port", silent.getLocalPort(), "0FAC", "0B");

            assertThat(read.exitCode()).isEqualTo(4);
            assertThat(read.err())
                    .startsWith("wwep: ")
                    .contains("reply", "--timeout TIME")
                    .hasLineCount(1);
            assertThat(read.out()).isEmpty();
        }
    }

    @Test
    void pressesFasterThanTheCoursesServerAreNeitherLostNorDuplicated() throws Exception {
        try (Program server = Checkout.wwep("server", "--port", 0, "--course")) {
            int port = listening(server);

            Program.Ended led = run(
                    "led", "--host", "127.0.0.1", "--port", port, "--press", 20, "--every", "50ms", "--timeout", "10s");

            // Checked first: it shows what went wrong.
            assertThat(led.err()).isEmpty();
            assertThat(led.out()).endsWith("20 presses, 20 correct replies\n");
            assertThat(led.exitCode()).isZero();
            server.terminate();
            assertThat(server.await().out()).containsPattern("\n\nserved 20 exchanges on [^\n]+\n$");
        }
    }

    @Test
    void withoutATerminalTheLedProgramSaysWhatToDo() throws Exception {
        Program.Ended led = run("led");

        assertThat(led.exitCode()).isEqualTo(2);
        assertThat(led.err()).contains("--press 20 --every 200ms");
        assertThat(led.out()).isEmpty();
    }

    @Test
    void theWireLogGoesToStandardErrorWithoutColors() throws Exception {
        Program.Ended demo = run("demo", "-vv");

        assertThat(demo.exitCode()).isZero();
        assertThat(demo.err()).contains("TRACE", "W00F6050001");
        assertThat(demo.out()).doesNotContain("TRACE", "\u001B");
    }

    private static Program.Ended run(Object... arguments) throws IOException, InterruptedException {
        try (Program program = Checkout.wwep(arguments)) {
            return program.await();
        }
    }

    private static int listening(Program server) throws InterruptedException {
        String line = server.nextLine();
        assertThat(line).matches("listening on 127\\.0\\.0\\.1:\\d+");
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static String netcat(String message, int port) throws IOException, InterruptedException {
        String netcat = ForeignTool.require("nc", "netcat-openbsd");
        String command = "printf '%s' '" + message + "' | " + netcat + " -N 127.0.0.1 " + port;
        try (Program shell = Program.start(Checkout.ROOT, Checkout.ENVIRONMENT, List.of("sh", "-c", command))) {
            return shell.await().out();
        }
    }
}
