package io.wwep.examples.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Program;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the Wireshark dissector with tshark. */
class DissectorTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 27708);
    private static final int FIRST_PORT = 20_000;
    private static final int MAX_PIECE = 400;

    @TempDir
    private Path folder;

    /** Each seed has 25,000 exchanges and 25,000 payloads. */
    static IntStream seeds() {
        return IntStream.rangeClosed(1, Integer.getInteger("wwep.wireshark.seeds", 1));
    }

    /** The two streams of a connection, cut into pieces at any byte. No reply begins before its request is complete. */
    private static final class Talk {

        private final CapturedConnection connection;
        private final List<String> requests = new ArrayList<>();
        private final List<String> replies = new ArrayList<>();
        private final StringBuilder fromClient = new StringBuilder();
        private final StringBuilder fromServer = new StringBuilder();
        private final List<Integer> requestEnds = new ArrayList<>();
        private final List<Integer> replyEnds = new ArrayList<>();

        Talk(Random random, int number, int exchanges) {
            connection =
                    new CapturedConnection(new InetSocketAddress("192.0.2.7", FIRST_PORT + number), SERVER, number);
            for (int i = 0; i < exchanges; i++) {
                String register = String.format("%04X%02X", random.nextInt(0x10000), random.nextInt(0x100));
                String value = String.format("%04X", random.nextInt(0x10000));
                String request = random.nextBoolean() ? "W" + register + value : "R" + register;
                String reply = random.nextInt(8) == 0 ? "X" : "A" + register + value;
                requests.add(request);
                replies.add(reply);
                fromClient.append(
                        random.nextInt(10) == 0
                                ? request.toLowerCase(Locale.ROOT)
                                        .replace('w', 'W')
                                        .replace('r', 'R')
                                : request);
                fromClient.append(random.nextInt(10) == 0 ? "\r\n" : "");
                fromServer.append(reply);
                requestEnds.add(fromClient.length());
                replyEnds.add(fromServer.length());
            }
        }

        void write(Random random, OutputStream to) throws IOException {
            to.write(connection.open(START));
            int sent = 0;
            int answered = 0;
            int complete = 0;
            while (answered < fromServer.length()) {
                if (random.nextBoolean()) {
                    sent += writePiece(random, to, true, fromClient, sent, fromClient.length());
                    while (complete < requestEnds.size() && requestEnds.get(complete) <= sent) {
                        complete++;
                    }
                } else {
                    int may = complete == 0 ? 0 : replyEnds.get(complete - 1);
                    answered += writePiece(random, to, false, fromServer, answered, may);
                }
            }
        }

        private int writePiece(
                Random random, OutputStream to, boolean byClient, CharSequence stream, int from, int limit)
                throws IOException {
            int length = Math.min(limit - from, 1 + random.nextInt(random.nextInt(MAX_PIECE) + 1));
            byte[] piece = stream.subSequence(from, from + length).toString().getBytes(ISO_8859_1);
            to.write(connection.data(START, byClient, piece, 0, length));
            return length;
        }
    }

    /** Reads 25,000 exchanges for each seed, so that each run of tshark ends in time on a busy machine. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyExchangeIsFoundHoweverItIsSplitAndJoined(int seed) throws Exception {
        Random random = new Random(seed);
        List<Talk> talks = new ArrayList<>();
        Path file = folder.resolve("split.pcap");
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
            to.write(PcapFormat.header());
            for (int i = 0; i < 25; i++) {
                Talk talk = new Talk(random, i, 1_000);
                talk.write(random, to);
                talks.add(talk);
            }
        }
        Program.Ended run = Tshark.dissect(
                file,
                ("-Y wwep -T fields -E separator=| -e tcp.stream -e wwep.command -e wwep.reply -e wwep.device"
                                + " -e wwep.register -e wwep.value -e wwep.time -e _ws.expert.message")
                        .split(" "));
        var requests = new TreeMap<Integer, List<String>>();
        var replies = new TreeMap<Integer, List<String>>();
        run.out().lines().forEach(line -> {
            Frame frame = Frame.of(line);
            requests.computeIfAbsent(frame.stream, first -> new ArrayList<>()).addAll(frame.requests);
            replies.computeIfAbsent(frame.stream, first -> new ArrayList<>()).addAll(frame.replies);
        });
        assertThat(List.copyOf(requests.values()))
                .isEqualTo(talks.stream().map(talk -> talk.requests).toList());
        assertThat(List.copyOf(replies.values()))
                .isEqualTo(talks.stream().map(talk -> talk.replies).toList());
        assertThat(run.out()).doesNotContain("does not echo").doesNotContain("not captured");
    }

    /** The messages of a line of tshark's fields. Each list of a field has one entry for each message that has it. */
    private record Frame(int stream, List<String> requests, List<String> replies) {

        static Frame of(String line) {
            String[] columns = line.split("\\|", -1);
            List<String> commands = values(columns[1]);
            List<String> kinds = values(columns[2]);
            List<String> devices = values(columns[3]);
            List<String> registers = values(columns[4]);
            List<String> contents = new ArrayList<>(values(columns[5]));
            assertThat(values(columns[6])).as("response times").hasSameSizeAs(kinds);
            List<String> requests = new ArrayList<>();
            List<String> replies = new ArrayList<>();
            int next = 0;
            for (String command : commands) {
                String value = command.equals("W") ? contents.remove(0) : "";
                requests.add(command + devices.get(next) + registers.get(next) + value);
                next++;
            }
            for (String kind : kinds) {
                replies.add(
                        kind.equals("X") ? "X" : "A" + devices.get(next) + registers.get(next) + contents.remove(0));
                next += kind.equals("X") ? 0 : 1;
            }
            return new Frame(Integer.parseInt(columns[0]), requests, replies);
        }

        /** Numbers as WWEP writes them: without 0x, in upper case. */
        private static List<String> values(String column) {
            return column.isEmpty()
                    ? List.of()
                    : List.of(column.replace("0x", "").toUpperCase(Locale.ROOT).split(","));
        }
    }

    /** Reads 25,000 payloads for each seed. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noPayloadMakesItFail(int seed) throws Exception {
        Random random = new Random(seed);
        Path file = folder.resolve("fuzz.pcap");
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
            to.write(PcapFormat.header());
            for (int i = 0; i < 125; i++) {
                InetSocketAddress client = new InetSocketAddress("192.0.2.7", FIRST_PORT + i);
                InetSocketAddress server = new InetSocketAddress("192.0.2.1", i % 2 == 0 ? 27708 : 40508);
                CapturedConnection connection = new CapturedConnection(client, server, i);
                to.write(connection.open(START));
                for (int k = 0; k < 200; k++) {
                    byte[] bytes = payload(random);
                    to.write(connection.data(START, random.nextBoolean(), bytes, 0, bytes.length));
                }
                to.write(connection.end(START, true));
            }
        }
        Program.Ended run = Tshark.dissect(file, "-Y", "_ws.lua.error || _ws.lua.proto.error");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContainIgnoringCase("lua");
        assertThat(run.exitCode()).isZero();
        assertThat(Tshark.dissect(file, "-2", "-c", "2000", "-Y", "wwep.illegal.expert")
                        .out())
                .isNotEmpty();
    }

    private static byte[] payload(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(30)];
        random.nextBytes(bytes);
        if (random.nextInt(4) > 0) {
            byte[] alphabet = "RWAX0123456789abcdefABCDEF\r\n g\u0016\u0003".getBytes(ISO_8859_1);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(random.nextInt(alphabet.length) + 1)];
            }
        }
        return bytes;
    }

    @Test
    void aWrongEchoAnIllegalPacketAndARefusalAreMarked() throws Exception {
        Path file = write(
                exchange(0, 1, 27708, "W0FAC0B1234", "A0FAC0B1235"),
                exchange(1, 1, 27708, "R0FAC0B", "A0FAC0B1234"),
                exchange(2, 1, 27708, "R0FAC0B", "A0FAC0C1234"),
                exchange(3, 2, 27708, "R0BAC0B", "X"),
                exchange(4, 3, 27708, "W01234\r\n", "X illegal command"),
                exchange(5, 4, 27708, "", "A0FAC0B1234"));
        assertThat(fields(file, "frame.number", "wwep.reason", "_ws.expert.message"))
                .contains(
                        "5||This reply does not echo the request in frame 4",
                        "7||",
                        "9||This reply does not echo the request in frame 8",
                        "14||The server refused the request in frame 13",
                        "18||This is not a request: what follows on this connection cannot be told apart",
                        "19|illegal command|The server refused an illegal or incomplete packet, or its request was not"
                                + " captured",
                        "23||No complete request before this reply was captured");
    }

    @Test
    void theTextOfARefusalMayComeInPieces() throws Exception {
        Path file = write(
                exchange(0, 1, 27708, "W0FAC0B", "X"),
                exchange(1, 1, 27708, "", " Illegal"),
                exchange(2, 1, 27708, "", " packet"));
        assertThat(Tshark.dissect(file).out())
                .contains("Reply X\n", "Reply  Illegal\n", "Reply  packet\n")
                .doesNotContain("illegal reply");
    }

    @Test
    void controlCharactersOfARefusalAreNotPrinted() throws Exception {
        Path file = write(exchange(0, 1, 27708, "W01234\r\n", "X \u001b[31mred\u0007\r\n"));
        assertThat(Tshark.dissect(file).out()).contains("Reply X \\x1b[31mred\\x07\\x0d\\x0a");
        assertThat(Tshark.dissect(file, "-V").out()).contains("red").doesNotContain("\u001b", "\u0007");
    }

    @Test
    void aMessageThatTheCaptureCutsOffIsNotIllegal() throws Exception {
        Path file = write(exchange(0, 1, 27708, "W0FAC0B1234", "A0FAC0B1234"));
        Path cut = folder.resolve("cut.pcap");
        String editcap = ForeignTool.require("editcap", "wireshark-common");
        List<String> command = List.of(editcap, "-s", "45", file.toString(), cut.toString());
        try (Program cutting = Program.start(folder, Map.of(), command)) {
            assertThat(cutting.await().exitCode()).isZero();
        }
        assertThat(Tshark.dissect(cut).out())
                .contains("Request [cut off]\n", "Reply [cut off]\n")
                .doesNotContain("illegal");
    }

    @Test
    void aReplyIsLinkedWithItsRequestInBothDirections() throws Exception {
        Path file = write(exchange(0, 1, 40508, "W0FAC0B1234R0FAC0B", "A0FAC0B1234X"));
        assertThat(Tshark.dissect(
                                file,
                                "-2",
                                "-T",
                                "fields",
                                "-e",
                                "wwep.reply_in",
                                "-e",
                                "wwep.request_in",
                                "-e",
                                "wwep.time")
                        .out()
                        .lines())
                .containsExactly("\t\t", "\t\t", "\t\t", "5,5\t\t", "\t4,4\t0.001500000,0.001500000");
    }

    @Test
    void tlsOnItsPortIsLeftToTheTlsDissector() throws Exception {
        String alert = "\u0015\u0003\u0003\u0000\u0002\u0002\n";
        Path file = write(exchange(0, 1, 40508, alert, alert), exchange(1, 1, 27708, alert, "X"));
        assertThat(fields(file, "frame.number", "tls.alert_message.desc", "wwep.illegal"))
                .contains("4|10|", "5|10|", "9||1503030002020a");
    }

    private static CapturedExchange exchange(int second, int client, int port, String request, String reply) {
        return new CapturedExchange(
                START.plusSeconds(second),
                Duration.ofNanos(1_500_000),
                new InetSocketAddress("192.0.2.7", FIRST_PORT + client),
                new InetSocketAddress("192.0.2.1", port),
                request,
                reply);
    }

    private Path write(CapturedExchange... exchanges) throws IOException {
        Path file = folder.resolve("exchanges.pcap");
        try (OutputStream to = Files.newOutputStream(file)) {
            ExchangeCapture.write(List.of(exchanges), to);
        }
        return file;
    }

    private static List<String> fields(Path file, String... names) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-T", "fields", "-E", "separator=|"));
        for (String name : names) {
            arguments.addAll(List.of("-e", name));
        }
        return Tshark.dissect(file, arguments.toArray(String[]::new))
                .out()
                .lines()
                .toList();
    }
}
