package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.RedisServer;
import io.wwep.examples.capture.Tshark;
import io.wwep.pki.IssuedCertificate;
import io.wwep.protocol.WwepReply;
import io.wwep.server.Exchange;
import io.wwep.server.Refusal;
import io.wwep.server.store.DiskRegisterStore;
import io.wwep.testing.Transcript;
import io.wwep.testing.WwepTestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerCommandTest {

    @TempDir
    private Path folder;

    @Test
    void itShowsItsAddressEachExchangeAndTheTotals() throws Exception {
        try (RunningCommand server = new RunningCommand("server", "--port", "0")) {
            String listening = server.next();
            assertThat(listening).startsWith("listening on 127.0.0.1:");
            assertThat(server.next()).containsSubsequence("count", "peer address", "port", "message", "reply");
            String port = lastPort(listening);

            wwep("write --port " + port + " 0FAC 0B 1234");
            assertThat(server.next()).matches(" +1  127\\.0\\.0\\.1:\\d+ +" + port + "  W0FAC0B1234  A0FAC0B1234");
            wwep("read --port " + port + " 0BAC 0B");
            assertThat(server.next())
                    .matches(" +2  127\\.0\\.0\\.1:\\d+ +" + port + "  R0BAC0B      X            never written");

            assertThat(server.end()).isZero();
            assertThat(server.next()).isEmpty();
            assertThat(server.next())
                    .matches("served 2 exchanges on 2 connections in [\\d.]+ s: [\\d.]+ exchanges/s, p99 [\\d.]+ ms;"
                            + " refused: 1 exchange, 0 connections");
        }
    }

    @Test
    void quietShowsOnlyTheTotals() throws Exception {
        try (RunningCommand server = new RunningCommand("server", "--port", "0", "--quiet")) {
            String port = lastPort(server.next());
            wwep("write --port " + port + " 0FAC 0B 1234");

            assertThat(server.end()).isZero();
            assertThat(server.next()).isEmpty();
            assertThat(server.next()).startsWith("served 1 exchange on 1 connection ");
        }
    }

    @Test
    void theLogAppendsEveryExchange() throws Exception {
        Path log = folder.resolve("server.log");
        for (int run = 1; run <= 2; run++) {
            try (RunningCommand server =
                    new RunningCommand("server", "--port", "0", "--quiet", "--log", log.toString())) {
                wwep("write --port " + lastPort(server.next()) + " 0FAC 0B 1234");
                assertThat(server.end()).isZero();
            }
            assertThat(Files.readAllLines(log))
                    .hasSize(run)
                    .allMatch(line -> line.matches(
                            "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z +1  127\\.0\\.0\\.1:\\d+ +\\d+  W0FAC0B1234  A0FAC0B1234"));
        }
    }

    @Test
    void theTableAndTheLogOfACourseServerShowTheReasonOfARefusal() throws Exception {
        Path log = folder.resolve("course.log");
        String refused = "  R0BAC0B      X Not Found  never written";
        try (RunningCommand server = new RunningCommand("server", "--port", "0", "--course", "--log", log.toString())) {
            String port = lastPort(server.next());
            assertThat(server.next()).endsWith("why");
            wwep("read --port " + port + " 0BAC 0B");
            assertThat(server.next()).endsWith(refused);
            assertThat(server.end()).isZero();
        }
        assertThat(Files.readAllLines(log)).singleElement().asString().endsWith(refused);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --course     | X illegal command
            --course=6.4 | X illegal command
            --course=6.7 | X illegal message length (Length: 6)
            """)
    void aCourseServerWordsItsReasonsAsInTheExercise(String option, String reply) throws Exception {
        try (RunningCommand server = new RunningCommand("server", "--port", "0", option)) {
            String port = lastPort(server.next());
            assertThat(wwep("raw --port " + port + " W01234").out()).isEqualTo(String.format("%s%n", reply));
        }
    }

    @Test
    void anUnknownCourseServerIsRejected() {
        InProcess run = wwep("server --port 0 --course=6.6");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err())
                .contains("--course", "'6.6' is not a server of the course: give 6.4")
                .contains("or 6.7");
    }

    @Test
    void withTwoPortsBothAreShownAndHowToUseTls() throws Exception {
        try (RunningCommand server = new RunningCommand("server", "--port", "0", "--tls-port", "0")) {
            String listening = server.next();
            assertThat(listening).matches("listening on 127\\.0\\.0\\.1:\\d+ and 127\\.0\\.0\\.1:\\d+ with TLS");
            String plain = listening.replaceFirst(".*?:(\\d+) .*", "$1");
            String secure = lastPort(listening.replace(" with TLS", ""));
            assertThat(server.next()).matches("presents .*wwep-demo-server\\.pem, which is for demonstrations only.*");
            String command = server.next();
            assertThat(command).startsWith("to read from it: ./wwep read --tls --ca ");
            assertThat(server.next()).contains("count");

            wwep("write --port " + plain + " 0FAC 0B 1234");
            assertThat(server.next()).contains(plain + "  W0FAC0B1234");
            assertThat(wwep(command.replace("to read from it: ./wwep ", "")).out())
                    .isEqualTo(String.format("A0FAC0B1234%n"));
            assertThat(server.next()).contains(secure + "  R0FAC0B");
        }
    }

    @Test
    void aCaptureOfTlsHasThePlainTextAndCanBeReplayed() throws Exception {
        Path capture = folder.resolve("talk.pcap");
        int port;
        try (RunningCommand server = new RunningCommand("server", "--tls-port", "0", "--pcap", capture.toString())) {
            assertThat(server.next())
                    .startsWith(
                            "wwep: " + capture + " will contain all messages in plain text, even those sent over TLS");
            port = Integer.parseInt(lastPort(server.next().replace(" with TLS", "")));
            server.next();
            String read = server.next().replace("to read from it: ./wwep ", "");
            assertThat(server.next()).endsWith("-d tcp.port==" + port + ",wwep");
            assertThat(wwep(read.replace("read ", "write ") + " 1234").out()).startsWith("A0FAC0B1234");
            assertThat(wwep(read.replace(" 0B", " 0C")).out()).startsWith("X");
            assertThat(server.end()).isZero();
        }
        assertThat(Tshark.dissect(
                                capture,
                                ("-d tcp.port==" + port + ",wwep -Y wwep -T fields -e wwep.command -e wwep.reply"
                                                + " -e wwep.value")
                                        .split(" ", -1))
                        .out()
                        .lines())
                .containsExactly("W\t\t0x1234", "\tA\t0x1234", "R\t\t", "\tX\t");
        try (WwepTestServer replay = WwepTestServer.replaying(Transcript.ofCapture(capture))) {
            String to = " --port " + replay.port();
            assertThat(wwep("write" + to + " 0FAC 0B 1234").out()).startsWith("A0FAC0B1234");
            assertThat(wwep("read" + to + " 0FAC 0C").out()).startsWith("X");
            replay.verifyReplay();
        }
    }

    @Test
    void aCaptureIsNotBegunIfTheFileExistsOrTheServerDoesNotStart() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken.pcap"), "mine");
        InProcess run = wwep("server --port 0 --pcap " + taken);
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains("--pcap: " + taken + " already exists; give another name, or delete it");
        assertThat(taken).hasContent("mine");

        Path unused = folder.resolve("unused.pcap");
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(wwep("server --port " + busy.getLocalPort() + " --pcap " + unused)
                            .exitCode())
                    .isEqualTo(ExitCode.NO_CONNECTION);
        }
        assertThat(unused).doesNotExist();
        assertThat(wwep("server --port 0 --pcap " + folder.resolve("none/talk.pcap"))
                        .err())
                .contains("there is no folder");
    }

    @Test
    void withOnlyATlsPortThereIsNoPlainPortAndClientsAreShownBySubject() throws Exception {
        IssuedCertificate root = IssuedCertificate.authority("Lab");
        IssuedCertificate own =
                IssuedCertificate.named("server").names("127.0.0.1").issuedBy(root);
        IssuedCertificate client = IssuedCertificate.named("lamp").issuedBy(root);
        String authority = root.chainFile(folder).toString();
        try (RunningCommand server = new RunningCommand(
                "server",
                "--tls-port",
                "0",
                "--cert",
                own.chainFile(folder).toString(),
                "--key",
                own.keyFile(folder).toString(),
                "--client-ca",
                authority)) {
            String listening = server.next();
            assertThat(listening).matches("listening on 127\\.0\\.0\\.1:\\d+ with TLS");
            assertThat(server.next()).as("no demo material").endsWith("reply        why              client");

            InProcess write =
                    wwep("write 0FAC 0B 1234 --port " + lastPort(listening.replace(" with TLS", "")) + " --ca "
                            + authority + " --cert " + client.chainFile(folder) + " --key " + client.keyFile(folder));
            assertThat(write.err()).isEmpty();
            assertThat(server.next()).endsWith("  W0FAC0B1234  A0FAC0B1234                   CN=lamp");
        }
    }

    @Test
    void registersInAFileSurviveARestart() throws Exception {
        String file = folder.resolve("registers").toString();
        try (RunningCommand server = new RunningCommand("server", "--port", "0", "--data", file)) {
            String port = lastPort(server.next());
            assertThat(server.next()).isEqualTo("keeps its registers in " + file);
            assertThat(wwep("write --port " + port + " 0FAC 0B 1234").exitCode())
                    .isZero();

            InProcess second = wwep("server --port 0 --data " + file);
            assertThat(second.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
            assertThat(second.err()).contains("--data: " + file + " is in use by another server");
            assertThat(server.end()).isZero();
        }
        try (RunningCommand server = new RunningCommand("server", "--port", "0", "--data", file)) {
            assertThat(wwep("read --port " + lastPort(server.next()) + " 0FAC 0B")
                            .out())
                    .isEqualTo(String.format("A0FAC0B1234%n"));
        }
    }

    @Test
    void aPortInUseReleasesTheFile() throws Exception {
        String file = folder.resolve("registers").toString();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InProcess run = wwep("server --port " + taken.getLocalPort() + " --data " + file);
            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        }
        DiskRegisterStore.open(Path.of(file)).close();
    }

    @Test
    void serversShareTheRegistersInRedis() throws Exception {
        try (RedisServer redis = new RedisServer();
                RunningCommand one = new RunningCommand(
                        "server", "--port", "0", "--store", redis.uri().toString());
                RunningCommand other = new RunningCommand(
                        "server", "--port", "0", "--store", redis.uri().toString())) {
            String port = lastPort(one.next());
            assertThat(one.next()).isEqualTo("keeps its registers in Redis at 127.0.0.1:" + redis.port());
            assertThat(wwep("write --port " + port + " 0FAC 0B 1234").exitCode())
                    .isZero();
            assertThat(wwep("read --port " + lastPort(other.next()) + " 0FAC 0B")
                            .out())
                    .isEqualTo(String.format("A0FAC0B1234%n"));
        }
    }

    @Test
    void withoutRedisItDoesNotStart() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        InProcess run = wwep("server --port 0 --store redis://127.0.0.1:" + port);
        assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(run.err()).startsWith("wwep: Redis at 127.0.0.1:" + port).contains("is it running");
    }

    @Test
    void onlyTheBeginningOfOtherProtocolsIsShown() {
        Exchange exchange = new Exchange(
                1,
                Instant.EPOCH,
                Duration.ZERO,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 2),
                3,
                null,
                null,
                "\\x16".repeat(50),
                null,
                WwepReply.refused(),
                Refusal.ILLEGAL_MESSAGE);

        assertThat(new ExchangeTable(false).row(exchange))
                .endsWith("3  " + "\\x16".repeat(10) + "...  X            illegal message");
    }

    @Test
    void aPortInUseIsNamedWithARemedy() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InProcess run = wwep("server --port " + taken.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
            assertThat(run.err()).startsWith("wwep: ").contains("127.0.0.1:" + taken.getLocalPort(), "another port");
            assertThat(run.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "server --port 65536,         '65536' is not a port: it must be 0 to 65535",
                "server --max-connections 0,  it must be 1 or more",
                "server --bind [::1, '[::1' is not an address of this machine",
                "server --port 0 --log /no/such/folder/file, --log: cannot write to /no/such/folder/file: there is"
                        + " no folder /no/such/folder; create it",
                "server --cert a --key b,     give its port with --tls-port",
                "server --client-ca a,        give its port with --tls-port",
                "server --port 7 --tls-port 7, --port and --tls-port are both 7",
                "server --tls-port 0 --cert a, give both --cert and --key",
                "server --tls-port 0 --client-ca gone, there is no file gone",
                "server --data gone/registers, there is no folder",
                "server --store http://localhost:1, give redis://HOST:PORT",
                "server --store redis://localhost:1 --store-replicas -1, --store-replicas: -1 is out of range",
                "server --store rediss://localhost:1 --store-ca gone, there is no file gone",
                "server --store-replicas 1, --store",
                "server --data a --store redis://localhost:1, wwep: --data=FILE"
            })
    void invalidArgumentsAreBadUsage(String arguments, String why) {
        InProcess run = wwep(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: ").contains(why);
    }

    private static String lastPort(String line) {
        return line.substring(line.lastIndexOf(':') + 1);
    }
}
