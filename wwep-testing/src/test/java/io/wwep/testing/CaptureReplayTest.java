package io.wwep.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wwep.client.ConnectionMode;
import io.wwep.client.WwepClient;
import io.wwep.protocol.WwepRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that captures, also damaged and hostile ones, become transcripts or clear errors. */
class CaptureReplayTest {

    private static final int MICROS = 0xA1B2C3D4;
    private static final int NANOS = 0xA1B23C4D;
    private static final int RAW = 101;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final boolean CLIENT = true;
    private static final boolean SERVER = false;

    @TempDir
    private Path folder;

    /** Builds a capture of one connection. */
    private static final class Capture {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ByteOrder order;
        private final String link;
        private final int port;
        private int second;
        private int lost;

        Capture(int magic, ByteOrder order, int linkType, String link, int port) {
            this.order = order;
            this.link = link;
            this.port = port;
            put(
                    24,
                    header -> header.putInt(magic)
                            .putShort((short) 2)
                            .putShort((short) 4)
                            .putLong(0)
                            .putInt(65_535)
                            .putInt(linkType));
        }

        static Capture raw() {
            return new Capture(MICROS, ByteOrder.LITTLE_ENDIAN, RAW, "", 27708);
        }

        private void put(int length, Consumer<ByteBuffer> content) {
            ByteBuffer buffer = ByteBuffer.allocate(length).order(order);
            content.accept(buffer);
            bytes.writeBytes(buffer.array());
        }

        /** Adds the handshake. Both sides begin their sequence numbers just before they overflow. */
        Capture open() {
            return packet(CLIENT, SYN, -1, "").packet(SERVER, SYN | ACK, -1, "");
        }

        /** Has later packets lose this many bytes at their end. */
        Capture cut(int count) {
            lost = count;
            return this;
        }

        /** Adds a packet whose text begins at this position of its stream. */
        Capture packet(boolean byClient, int flags, int position, String text) {
            byte[] payload = text.getBytes(ISO_8859_1);
            byte[] before = HexFormat.of().parseHex(link);
            ByteBuffer packet = ByteBuffer.allocate(before.length + 40 + payload.length);
            packet.put(before)
                    .putShort((short) 0x4500)
                    .putShort((short) (40 + payload.length))
                    .putInt(0)
                    .putInt(0x40060000)
                    .putInt(byClient ? 0xC0000207 : 0xC0000201)
                    .putInt(byClient ? 0xC0000201 : 0xC0000207)
                    .putShort((short) (byClient ? 50_000 : port))
                    .putShort((short) (byClient ? port : 50_000))
                    .putInt(position - 3)
                    .putInt(0)
                    .put((byte) 0x50)
                    .put((byte) flags)
                    .putShort((short) 1)
                    .putInt(0)
                    .put(payload);
            int length = packet.capacity() - lost;
            put(16, record -> record.putInt(second++).putInt(0).putInt(length).putInt(packet.capacity()));
            bytes.writeBytes(Arrays.copyOf(packet.array(), length));
            return this;
        }

        Capture say(boolean byClient, int position, String text) {
            return packet(byClient, ACK, position, text);
        }
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("test.pcap"), content);
    }

    private String transcript(Capture capture) throws IOException {
        return Transcript.ofCapture(file(capture.bytes.toByteArray())).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            false | LITTLE_ENDIAN | 101 |
            true  | LITTLE_ENDIAN | 101 |
            false | BIG_ENDIAN    | 228 |
            true  | BIG_ENDIAN    | 1   | 0200000000010200000000020800
            false | LITTLE_ENDIAN | 1   | 0200000000010200000000028100000A0800
            false | LITTLE_ENDIAN | 113 | 00000001000602000000000100000800
            false | LITTLE_ENDIAN | 276 | 0800000000000002000100060200000000010000
            false | LITTLE_ENDIAN | 0   | 02000000
            """)
    void captureOfEveryFormatIsRead(boolean nanos, String order, int linkType, @Nullable String link)
            throws IOException {
        ByteOrder byteOrder = order.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        String before = link == null ? "" : link;
        Capture capture = new Capture(nanos ? NANOS : MICROS, byteOrder, linkType, before, 27708)
                .open()
                .say(CLIENT, 0, "W0FAC0B1234")
                .say(SERVER, 0, "A0FAC0B1234")
                .packet(SERVER, FIN | ACK, 11, "")
                .packet(CLIENT, FIN | ACK, 11, "");
        assertThat(transcript(capture)).isEqualTo("""
                    0.000  1 opened plain
                    2.000  1 > W0FAC0B1234
                    3.000  1 < A0FAC0B1234
                    4.000  1 closed
                """);
    }

    @Test
    void segmentsThatAreLateRepeatedOrOverlapBecomeOneStream() throws IOException {
        Capture capture = Capture.raw()
                .open()
                .say(CLIENT, 4, "C0B1234")
                .packet(CLIENT, SYN, -1, "")
                .say(CLIENT, 0, "W0FA")
                .say(CLIENT, 2, "FAC0B1234R0F")
                .say(CLIENT, 14, "AC0B")
                .say(CLIENT, 17, "B")
                .say(SERVER, 0, "A0FAC0B1234")
                .say(SERVER, 11, "A0FAC0B1234")
                .packet(CLIENT, FIN | ACK, 18, "")
                .packet(SERVER, RST, 22, "");
        assertThat(transcript(capture)).isEqualTo("""
                    0.000  1 opened plain
                    4.000  1 > W0FAC0B1234R0FAC0B
                    8.000  1 < A0FAC0B1234A0FAC0B1234
                   10.000  1 left
                   11.000  1 reset
                """);
    }

    @Test
    void aCaptureIsReplayedToAClient() throws Exception {
        Path file = file(Capture.raw()
                .open()
                .say(CLIENT, 0, "W0FAC0B1234")
                .say(SERVER, 0, "A0FAC0B1234")
                .say(CLIENT, 11, "R0BAC0B")
                .say(SERVER, 11, "X")
                .packet(CLIENT, FIN | ACK, 18, "")
                .packet(SERVER, FIN | ACK, 12, "")
                .bytes
                .toByteArray());
        try (WwepTestServer server = WwepTestServer.replaying(Transcript.ofCapture(file))) {
            try (WwepClient client =
                    server.client().mode(ConnectionMode.PERSISTENT).build()) {
                client.write(0x0FAC, 0x0B, 0x1234);
                assertThat(client.find(0x0BAC, 0x0B)).isEmpty();
            }
            server.verifyReplay();
        }
    }

    @Test
    void theServersCloseAfterAnIllegalPacketIsReplayed() throws Exception {
        Path file = file(Capture.raw()
                .say(CLIENT, 0, "hello")
                .say(SERVER, 0, "X illegal command")
                .packet(SERVER, FIN | ACK, 17, "")
                .bytes
                .toByteArray());
        try (WwepTestServer server = WwepTestServer.replaying(Transcript.ofCapture(file));
                WwepClient client = server.client().build()) {
            assertThat(client.exchange(WwepRequest.raw("hello"))).hasToString("X illegal command");
            server.verifyReplay();
        }
    }

    @Test
    void theServersPortMayBeGivenOrIsTheOnlyOne() throws IOException {
        Capture capture = new Capture(MICROS, ByteOrder.LITTLE_ENDIAN, RAW, "", 9000)
                .open()
                .say(CLIENT, 0, "R0FAC0B");
        Path file = file(capture.bytes.toByteArray());
        assertThat(Transcript.ofCapture(file)).isEqualTo(Transcript.ofCapture(file, 9000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.ofCapture(file, 9001))
                .withMessage("the capture " + file + " has no TCP connection to port 9001; it has some to [9000]");
    }

    @Test
    void aMissingSegmentIsAnError() {
        assertRejected(
                Capture.raw().open().say(CLIENT, 0, "W0FAC0B1234").say(CLIENT, 18, "R0FAC0B"),
                "lacks bytes of connection 1, to port 27708, so it cannot be replayed");
        assertRejected(
                Capture.raw().open().cut(4).say(CLIENT, 0, "W0FAC0B1234"),
                "lacks bytes of connection 1, to port 27708, so it cannot be replayed");
    }

    @Test
    void anEncryptedConnectionIsAnError() {
        assertRejected(
                new Capture(MICROS, ByteOrder.LITTLE_ENDIAN, RAW, "", 40508)
                        .open()
                        .say(CLIENT, 0, "\u0016\u0003\u0001"),
                "contains connection 1, to port 40508, which is encrypted; let the server");
    }

    @Test
    void aFileThatIsNoCaptureIsAnError() {
        assertRejected(new byte[0], "is not a capture in the pcap format");
        assertRejected("time,request,reply and more\n".getBytes(ISO_8859_1), "is not a capture in the pcap format");
        assertRejected(
                Arrays.copyOf(HexFormat.of().parseHex("0a0d0d0a1c0000004d3c2b1a"), 100),
                "is in the format pcapng; convert it: editcap -F pcap");
        assertRejected(
                new Capture(MICROS, ByteOrder.LITTLE_ENDIAN, 105, "", 27708), "has packets of the link type 105");
        assertRejected(Capture.raw(), "has no TCP connections");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> Transcript.ofCapture(folder.resolve("none.pcap")));
    }

    @Test
    void aDamagedFileIsAnError() {
        byte[] good = Capture.raw().open().say(CLIENT, 0, "R0FAC0B").bytes.toByteArray();
        assertRejected(Arrays.copyOf(good, good.length - 1), "is incomplete: it ends in packet 3");
        assertRejected(Arrays.copyOf(good, 30), "is incomplete: it ends in packet 1");
        byte[] huge = good.clone();
        Arrays.fill(huge, 32, 36, (byte) 0xFF);
        assertRejected(huge, "is damaged: its packet 1 claims to have 4294967295 bytes");
    }

    @Test
    void noFileCausesAnotherException() throws IOException {
        Random random = new Random(25);
        byte[] good = Capture.raw()
                .open()
                .say(CLIENT, 0, "W0FAC0B1234")
                .say(SERVER, 0, "A0FAC0B1234")
                .packet(CLIENT, FIN | ACK, 11, "")
                .bytes
                .toByteArray();
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = good.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int from = random.nextInt(8) == 0 ? 0 : 24;
                bad[from + random.nextInt(bad.length - from)] = (byte) random.nextInt(256);
            }
            try {
                Transcript.ofCapture(file(bad));
                read++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("the capture ");
            }
        }
        assertThat(read).isBetween(1, 1_999);
    }

    private void assertRejected(Capture capture, String why) {
        assertRejected(capture.bytes.toByteArray(), why);
    }

    private void assertRejected(byte[] content, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.ofCapture(file(content)))
                .withMessageStartingWith("the capture " + folder)
                .withMessageContaining(why);
    }
}
