package io.wwep.protocol;

import static io.wwep.protocol.RequestDecoder.State.COMPLETE;
import static io.wwep.protocol.RequestDecoder.State.EMPTY;
import static io.wwep.protocol.RequestDecoder.State.ILLEGAL;
import static io.wwep.protocol.RequestDecoder.State.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestDecoderTest {

    private static final WwepRequest WRITE = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
    private static final WwepRequest READ = WwepRequest.read(0x0FAC, 0x0B);

    private final RequestDecoder decoder = new RequestDecoder();

    @Test
    void aRequestIsFoundHoweverItIsSplit() {
        Wire.forEverySplit(
                "W0FAC0B1234",
                pieces -> assertThat(Wire.requests(decoder, pieces))
                        .as("%s", pieces)
                        .containsExactly(WRITE));
        Wire.forEverySplit(
                "R0FAC0B",
                pieces -> assertThat(Wire.requests(decoder, pieces))
                        .as("%s", pieces)
                        .containsExactly(READ));
    }

    @Test
    void joinedRequestsAreFoundOneByOneWhereverTheyAreSplit() {
        Wire.forEverySplitInTwo(
                "W0FAC0B1234R0FAC0BR0FAC0BW0FAC0B1234W0FAC0B1234R0FAC0B",
                pieces -> assertThat(Wire.requests(decoder, pieces))
                        .as("%s", pieces)
                        .containsExactly(WRITE, READ, READ, WRITE, WRITE, READ));
    }

    @Test
    void aRequestIsConsumedAndTheRestIsLeft() {
        byte[] bytes = Wire.bytes("W0FAC0B1234R0FAC0B");

        assertThat(decoder.decode(bytes, 0, bytes.length)).isEqualTo(11);
        assertThat(decoder.request()).isEqualTo(WRITE);
        assertThat(decoder.decode(bytes, 11, bytes.length)).isEqualTo(18);
        assertThat(decoder.request()).isEqualTo(READ);
    }

    @Test
    void digitsOfEitherCaseAreAccepted() {
        assertThat(Wire.requests(decoder, List.of("Wabcdef0123", "WABCDEF0123", "Rabcdef", "RaBcDeF")))
                .containsExactly(
                        WwepRequest.write(0xABCD, 0xEF, 0x0123),
                        WwepRequest.write(0xABCD, 0xEF, 0x0123),
                        WwepRequest.read(0xABCD, 0xEF),
                        WwepRequest.read(0xABCD, 0xEF));
    }

    @Test
    void everyFirstByteExceptROrWOrALineEndIsIllegal() {
        for (int first = 0; first <= 0xFF; first++) {
            RequestDecoder fresh = new RequestDecoder();
            int consumed = fresh.decode(new byte[] {(byte) first}, 0, 1);
            RequestDecoder.State expected = switch (first) {
                case 'R', 'W' -> PARTIAL;
                case '\r', '\n' -> EMPTY;
                default -> ILLEGAL;
            };
            assertThat(fresh.state()).as("first byte %02X", first).isEqualTo(expected);
            assertThat(consumed).as("first byte %02X", first).isEqualTo(expected == ILLEGAL ? 0 : 1);
        }
    }

    @Test
    void everyByteExceptADigitIsIllegalAtEveryOtherPosition() {
        for (String message : List.of("W0FAC0B1234", "R0FAC0B")) {
            for (int at = 1; at < message.length(); at++) {
                for (int value = 0; value <= 0xFF; value++) {
                    assertByte(message, at, value);
                }
            }
        }
    }

    private static void assertByte(String message, int at, int value) {
        RequestDecoder fresh = new RequestDecoder();
        String changed = Wire.withByte(message, at, value);
        int consumed = fresh.decode(Wire.bytes(changed), 0, changed.length());
        if (Wire.HEX_DIGITS.indexOf(value) >= 0) {
            assertThat(fresh.state()).as(changed).isEqualTo(COMPLETE);
            assertThat(consumed).as(changed).isEqualTo(message.length());
            assertThat(fresh.request()).as(changed).isEqualTo(expected(changed));
        } else {
            assertThat(fresh.state()).as("byte %02X at %d", value, at).isEqualTo(ILLEGAL);
            assertThat(consumed).as("byte %02X at %d", value, at).isEqualTo(at);
        }
    }

    /** Parses a legal message with the JDK. */
    private static WwepRequest expected(String message) {
        int device = Integer.parseInt(message.substring(1, 5), 16);
        int register = Integer.parseInt(message.substring(5, 7), 16);
        return message.startsWith("R")
                ? WwepRequest.read(device, register)
                : WwepRequest.write(device, register, Integer.parseInt(message.substring(7), 16));
    }

    @Test
    void lineEndsBetweenRequestsAreIgnored() {
        for (String end : List.of("\n", "\r", "\r\n", "\n\r\n\n\r\r")) {
            Wire.forEverySplitInTwo(end + "R0FAC0B" + end + "W0FAC0B1234" + end, pieces -> {
                assertThat(Wire.requests(decoder, pieces)).containsExactly(READ, WRITE);
                assertThat(decoder.state()).isEqualTo(EMPTY);
            });
        }
    }

    @Test
    void aLineEndWithinARequestIsIllegal() {
        for (String message : List.of("W0FAC0B1234", "R0FAC0B")) {
            for (int at = 1; at < message.length(); at++) {
                for (String end : List.of("\r", "\n")) {
                    RequestDecoder fresh = new RequestDecoder();
                    String broken = message.substring(0, at) + end + message.substring(at);
                    assertThat(Wire.requests(fresh, List.of(broken))).isEmpty();
                    assertThat(fresh.state()).isEqualTo(ILLEGAL);
                }
            }
        }
    }

    @Test
    void afterAnIllegalByteNothingIsConsumed() {
        byte[] bytes = Wire.bytes("W01GR0FAC0B");

        assertThat(decoder.decode(bytes, 0, bytes.length)).isEqualTo(3);
        assertThat(decoder.state()).isEqualTo(ILLEGAL);
        assertThat(decoder.decode(bytes, 4, bytes.length)).isEqualTo(4);
        assertThat(decoder.state()).isEqualTo(ILLEGAL);
    }

    @Test
    void requestsBeforeAnIllegalByteAreFound() {
        assertThat(Wire.requests(decoder, List.of("R0FAC0BW0FAC0B1234r0FAC0B"))).containsExactly(READ, WRITE);
        assertThat(decoder.state()).isEqualTo(ILLEGAL);
    }

    @Test
    void theEndOfTheStreamIsLegalOnlyBetweenRequests() {
        decoder.end();
        assertThat(decoder.state()).as("at the start").isEqualTo(EMPTY);

        assertThat(Wire.requests(decoder, List.of("R0FAC0B"))).containsExactly(READ);
        decoder.end();
        assertThat(decoder.state()).as("after a request").isEqualTo(COMPLETE);
        assertThat(decoder.request()).isEqualTo(READ);

        for (int length = 1; length < 11; length++) {
            RequestDecoder fresh = new RequestDecoder();
            Wire.requests(fresh, List.of("W0FAC0B1234".substring(0, length)));
            fresh.end();
            assertThat(fresh.state()).as("after %d bytes", length).isEqualTo(ILLEGAL);
            fresh.end();
            assertThat(fresh.state()).as("after the end, twice").isEqualTo(ILLEGAL);
        }
    }

    @Test
    void anEmptyPieceChangesNothing() {
        for (String before : List.of("", "\n", "R0FA", "R0FAC0B", "R0FAG")) {
            RequestDecoder fresh = new RequestDecoder();
            Wire.requests(fresh, List.of(before));
            RequestDecoder.State state = fresh.state();

            assertThat(fresh.decode(new byte[3], 2, 2)).isEqualTo(2);

            assertThat(fresh.state()).as("after '%s'", before).isEqualTo(state);
        }
    }

    @Test
    void thereIsNoRequestUntilItIsComplete() {
        assertNoRequest("EMPTY");
        Wire.requests(decoder, List.of("R0FAC0"));
        assertNoRequest("PARTIAL");
        Wire.requests(decoder, List.of("G"));
        assertNoRequest("ILLEGAL");
    }

    private void assertNoRequest(String state) {
        assertThatIllegalStateException().isThrownBy(decoder::request).withMessageContaining(state);
    }

    @Test
    void aRangeOutsideTheArrayIsRejectedAndChangesNothing() {
        byte[] bytes = Wire.bytes("R0FAC0B");

        assertThatThrownBy(() -> decoder.decode(bytes, 0, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.decode(bytes, -1, 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.decode(bytes, 5, 4)).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(decoder.state()).isEqualTo(EMPTY);
    }
}
