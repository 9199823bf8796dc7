package io.wwep.examples.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wwep.check.Required;
import io.wwep.examples.PosixPermissions;
import io.wwep.protocol.WireListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {

    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 50000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 27708);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z"));

    @TempDir
    private Path folder;

    private final List<String> ends = new ArrayList<>();

    @Test
    void aConnectionOfAServerIsWrittenWithBothEnds() throws Exception {
        Path file = folder.resolve("talk.pcap");
        try (CaptureFile capture = CaptureFile.create(file, 10_000, CLOCK, ends::add)) {
            WireListener.Connection connection = opened(capture.ofServers(), SERVER, CLIENT);
            received(connection, "W0FAC0B1234");
            sent(connection, "A0FAC0B1234");
            connection.receivedEnd();
            connection.closed();
        }
        assertThat(packets(file))
                .containsExactly(
                        "50000 ··········S·",
                        "27708 ·······A··S·",
                        "50000 ·······A····",
                        "50000 ·······AP··· W0FAC0B1234",
                        "27708 ·······AP··· A0FAC0B1234",
                        "50000 ·······A···F",
                        "27708 ·······A····",
                        "27708 ·······A···F",
                        "50000 ·······A····");
        assertThat(ends).isEmpty();
    }

    @Test
    void aConnectionOfAClientBeginsWithItsOwnPacket() throws Exception {
        Path file = folder.resolve("talk.pcap");
        try (CaptureFile capture = CaptureFile.create(file, 10_000, CLOCK, ends::add)) {
            WireListener.Connection connection = opened(capture.ofClients(), CLIENT, SERVER);
            sent(connection, "W0FAC0B1234");
            received(connection, "X");
        }
        assertThat(packets(file))
                .containsExactly(
                        "50000 ··········S·",
                        "27708 ·······A··S·",
                        "50000 ·······A····",
                        "50000 ·······AP··· W0FAC0B1234",
                        "27708 ·······AP··· X");
    }

    @Test
    void onlyItsOwnerCanReadTheFile() throws Exception {
        PosixPermissions.require(folder);
        Path file = folder.resolve("talk.pcap");
        try (CaptureFile capture = CaptureFile.create(file, 10_000, ends::add)) {
            assertThat(capture.isProtected()).isTrue();
            assertThat(PosixPermissions.of(file)).isEqualTo("rw-------");
        }
    }

    @Test
    void anExistingFileOrLinkIsLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("talk.pcap"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link.pcap"), folder.resolve("elsewhere"));
        for (Path each : List.of(file, link)) {
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> CaptureFile.create(each, 10_000, ends::add));
        }
        assertThat(file).hasContent("mine");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void aFileWithoutConnectionsIsRemoved() throws Exception {
        Path file = folder.resolve("talk.pcap");
        CaptureFile.create(file, 10_000, ends::add).close();
        assertThat(file).doesNotExist();
    }

    @Test
    void theCaptureEndsAtItsLimitWithOneMessage() throws Exception {
        Path file = folder.resolve("talk.pcap");
        try (CaptureFile capture = CaptureFile.create(file, 1_000, CLOCK, ends::add)) {
            WireListener.Connection connection = opened(capture.ofServers(), SERVER, CLIENT);
            for (int i = 0; i < 100; i++) {
                received(connection, "R0FAC0B");
            }
            opened(capture.ofServers(), SERVER, CLIENT).closed();
        }
        assertThat(ends).containsExactly("has reached its limit of 1000 bytes");
        assertThat(Files.size(file)).isBetween(900L, 1_000L);
        assertThat(packets(file)).hasSize(15).last().isEqualTo("50000 ·······AP··· R0FAC0B");
    }

    @Test
    void aFullDiskEndsTheCaptureWithOneMessage() throws Exception {
        Path full = Path.of("/dev/full");
        Required.that(Files.exists(full), "there is no /dev/full");
        RandomAccessFile output = new RandomAccessFile(full.toFile(), "rw");
        try (CaptureFile capture = new CaptureFile(full, output, 10_000, CLOCK, ends::add)) {
            WireListener.Connection connection = opened(capture.ofServers(), SERVER, CLIENT);
            received(connection, "W0FAC0B1234");
            connection.closed();
        }
        assertThat(ends).containsExactly("cannot be continued: No space left on device");
    }

    @Test
    void anInterruptDoesNotEndTheCapture() throws Exception {
        Path file = folder.resolve("talk.pcap");
        try (CaptureFile capture = CaptureFile.create(file, 10_000, CLOCK, ends::add)) {
            Thread.currentThread().interrupt();
            opened(capture.ofServers(), SERVER, CLIENT).closed();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(ends).isEmpty();
        assertThat(packets(file)).hasSize(7);
    }

    @Test
    void whatIsSaidAfterTheCaptureIsDropped() throws Exception {
        Path file = folder.resolve("talk.pcap");
        CaptureFile capture = CaptureFile.create(file, 10_000, CLOCK, ends::add);
        WireListener.Connection connection = opened(capture.ofServers(), SERVER, CLIENT);
        capture.close();
        received(connection, "W0FAC0B1234");
        capture.close();
        assertThat(packets(file)).hasSize(3);
    }

    @Test
    void aLimitWithoutRoomForAConnectionIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CaptureFile.create(folder.resolve("talk.pcap"), 999, ends::add))
                .withMessageContaining("1000 or more");
        assertThat(folder).isEmptyDirectory();
    }

    private static WireListener.Connection opened(
            WireListener listener, InetSocketAddress local, InetSocketAddress remote) {
        return Objects.requireNonNull(listener.opened(local, remote));
    }

    private static void received(WireListener.Connection connection, String text) {
        byte[] bytes = ("--" + text).getBytes(US_ASCII);
        connection.received(bytes, 2, bytes.length - 2);
    }

    private static void sent(WireListener.Connection connection, String text) {
        byte[] bytes = ("--" + text).getBytes(US_ASCII);
        connection.sent(bytes, 2, bytes.length - 2);
    }

    private static List<String> packets(Path file) throws IOException, InterruptedException {
        return Tshark.read(
                        file,
                        "-Tfields -E separator=/s -e tcp.srcport -e tcp.flags.str -e data.data -d tcp.port==27708,data"
                                .split(" "))
                .out()
                .lines()
                .map(CaptureFileTest::withText)
                .toList();
    }

    /** Replaces the hexadecimal payload by its text. */
    private static String withText(String packet) {
        String[] parts = packet.split(" ", -1);
        return parts[0] + " " + parts[1]
                + (parts[2].isEmpty() ? "" : " " + new String(HexFormat.of().parseHex(parts[2]), US_ASCII));
    }
}
