package io.wwep.examples.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wwep.check.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeCaptureTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00.000250Z");
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 50000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 27708);

    @TempDir
    private Path folder;

    @Test
    void exchangesAreWrittenAsTcpPacketsInTheOrderOfTime() throws Exception {
        Path file = write(
                exchange(2, CLIENT, SERVER, "R0FAC0B", "A0FAC0B1234"),
                exchange(0, CLIENT, SERVER, "W0FAC0B1234", "A0FAC0B1234"));
        assertThat(fields(file))
                .containsExactly(
                        "0.000000000|192.0.2.7|50000|192.0.2.1|··········S·|0|0|",
                        "0.000000000|192.0.2.1|27708|192.0.2.7|·······A··S·|0|1|",
                        "0.000000000|192.0.2.7|50000|192.0.2.1|·······A····|1|1|",
                        "0.000000000|192.0.2.7|50000|192.0.2.1|·······AP···|1|1|5730464143304231323334",
                        "0.001500000|192.0.2.1|27708|192.0.2.7|·······AP···|1|12|4130464143304231323334",
                        "2.000000000|192.0.2.7|50000|192.0.2.1|·······AP···|12|12|52304641433042",
                        "2.001500000|192.0.2.1|27708|192.0.2.7|·······AP···|12|19|4130464143304231323334");
    }

    @Test
    void wiresharkFindsNothingWrongWithChecksumsAndSequenceNumbers() throws Exception {
        InetSocketAddress client = new InetSocketAddress("2001:db8::7", 50001);
        String odd = "A0FAC0B123" + "x".repeat(5_000);
        Path file = write(
                exchange(0, CLIENT, SERVER, "W0FAC0B1234", odd),
                exchange(1, client, new InetSocketAddress("2001:db8::1", 40508), "R0FAC0B", odd),
                exchange(2, client, SERVER, "R0FAC0B", "X"),
                exchange(3, CLIENT, SERVER, "", ""));
        Program.Ended problems = Tshark.read(
                file,
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "tcp.check_checksum:TRUE",
                "-Y",
                "ip.checksum.status == \"Bad\" || tcp.checksum.status != \"Good\" || tcp.analysis.flags"
                        + " || _ws.malformed");
        assertThat(problems.out()).isEmpty();
        assertThat(Tshark.read(file, "-T", "fields", "-e", "ipv6.src").out()).contains("::ffff:192.0.2.1");
    }

    @Test
    void aMessageOfCharactersThatAreNoBytesIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exchange(0, CLIENT, SERVER, "W0FAC0B123\u20ac", "X"))
                .withMessageContaining("U+00FF");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exchange(0, InetSocketAddress.createUnresolved("board", 1), SERVER, "R0FAC0B", "X"))
                .withMessageContaining("board");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CapturedExchange(START, Duration.ofSeconds(-1), CLIENT, SERVER, "R0FAC0B", "X"))
                .withMessageContaining("negative");
    }

    private static CapturedExchange exchange(
            int second, InetSocketAddress client, InetSocketAddress server, String request, String reply) {
        return new CapturedExchange(
                START.plusSeconds(second), Duration.ofNanos(1_500_000), client, server, request, reply);
    }

    private Path write(CapturedExchange... exchanges) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ExchangeCapture.write(List.of(exchanges), bytes);
        return Files.write(folder.resolve("exchanges.pcap"), bytes.toByteArray());
    }

    private static List<String> fields(Path file) throws Exception {
        return Tshark.read(
                        file,
                        ("-T fields -E separator=| -e frame.time_relative -e ip.src -e tcp.srcport -e ip.dst"
                                        + " -e tcp.flags.str -e tcp.seq -e tcp.ack -e tcp.payload")
                                .split(" "))
                .out()
                .lines()
                .toList();
    }
}
