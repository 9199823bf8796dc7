package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the messages in the course's table and figures byte by byte. */
class WireTableTest {

    @Test
    void aWriteIsElevenBytes() {
        assertWire(WwepRequest.write(0x0FAC, 0x0B, 0x1234), "W0FAC0B1234");
        assertWire(WwepRequest.write(0x00F6, 0x05, 0x0001), "W00F6050001");
        assertWire(WwepRequest.write(0, 0, 0), "W0000000000");
        assertWire(WwepRequest.write(0xFFFF, 0xFF, 0xFFFF), "WFFFFFFFFFF");
        assertThat(WwepRequest.Write.LENGTH).isEqualTo(11);
    }

    @Test
    void aReadIsSevenBytes() {
        assertWire(WwepRequest.read(0x0FAC, 0x0B), "R0FAC0B");
        assertWire(WwepRequest.read(0x0BAC, 0x0B), "R0BAC0B");
        assertWire(WwepRequest.read(0, 0), "R000000");
        assertWire(WwepRequest.read(0xFFFF, 0xFF), "RFFFFFF");
        assertThat(WwepRequest.Read.LENGTH).isEqualTo(7);
    }

    @Test
    void anAcceptanceIsElevenBytes() {
        assertWire(WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234), "A0FAC0B1234");
        assertWire(WwepReply.accepted(DeviceId.of(0), 0, 0), "A0000000000");
        assertWire(WwepReply.accepted(DeviceId.of(0xFFFF), 0xFF, 0xFFFF), "AFFFFFFFFFF");
        assertThat(WwepReply.Accepted.LENGTH).isEqualTo(11);
    }

    @Test
    void aRefusalIsOneByte() {
        assertWire(WwepReply.refused(), "X");
    }

    @Test
    void theCoursesRefusalsCarryText() {
        for (String text : List.of(
                "Not Found",
                "illegal character (Character: G)",
                "illegal message length (Length: 6)",
                "Database Full 401")) {
            assertWire(WwepReply.refused(text), "X " + text);
        }
    }

    @Test
    void theTablesMessagesAreDecoded() {
        assertThat(Wire.requests(new RequestDecoder(), List.of("W0FAC0B1234", "R0FAC0B", "R0BAC0B")))
                .containsExactly(
                        WwepRequest.write(0x0FAC, 0x0B, 0x1234),
                        WwepRequest.read(0x0FAC, 0x0B),
                        WwepRequest.read(0x0BAC, 0x0B));
        assertThat(Wire.replies(new ReplyDecoder(), List.of("A0FAC0B1234", "X", "A0FAC0B1234", "X")))
                .containsExactly(
                        WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234),
                        WwepReply.refused(),
                        WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234),
                        WwepReply.refused());
    }

    @Test
    void theTablesIllegalPacketIsIllegal() {
        RequestDecoder decoder = new RequestDecoder();
        assertThat(Wire.requests(decoder, List.of("W01234"))).isEmpty();
        decoder.end();
        assertThat(decoder.state()).isEqualTo(RequestDecoder.State.ILLEGAL);
        assertWire(WwepRequest.raw("W01234"), "W01234");
    }

    @Test
    void thePortsAreThoseOfTheCourse() {
        assertThat(WwepPorts.PLAIN).isEqualTo(27708);
        assertThat(WwepPorts.TLS).isEqualTo(40508);
    }

    private static void assertWire(WwepRequest request, String wire) {
        byte[] target = new byte[request.length()];
        assertThat(request.encode(target, 0)).isEqualTo(wire.length());
        assertThat(target).isEqualTo(Wire.bytes(wire));
        assertThat(request).hasToString(wire);
    }

    private static void assertWire(WwepReply reply, String wire) {
        byte[] target = new byte[reply.length()];
        assertThat(reply.encode(target, 0)).isEqualTo(wire.length());
        assertThat(target).isEqualTo(Wire.bytes(wire));
        assertThat(reply).hasToString(wire);
    }
}
