package io.wwep.protocol;

import static io.wwep.protocol.ReplyDecoder.State.COMPLETE;
import static io.wwep.protocol.ReplyDecoder.State.EMPTY;
import static io.wwep.protocol.ReplyDecoder.State.MALFORMED;
import static io.wwep.protocol.ReplyDecoder.State.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Replies of the protocol; {@link RefusalReasonTest} covers those with text. */
class ReplyDecoderTest {

    private static final WwepReply ACCEPTED = WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234);
    private static final WwepReply REFUSED = WwepReply.refused();

    private final ReplyDecoder decoder = new ReplyDecoder();

    @Test
    void aReplyIsFoundHoweverItIsSplit() {
        Wire.forEverySplit(
                "A0FAC0B1234",
                pieces -> assertThat(Wire.replies(decoder, pieces))
                        .as("%s", pieces)
                        .containsExactly(ACCEPTED));
        assertThat(Wire.replies(decoder, List.of("X"))).containsExactly(REFUSED);
    }

    @Test
    void joinedRepliesAreFoundOneByOneWhereverTheyAreSplit() {
        Wire.forEverySplitInTwo(
                "A0FAC0B1234XA0FAC0B1234A0FAC0B1234XXXA0FAC0B1234X",
                pieces -> assertThat(Wire.replies(decoder, pieces))
                        .as("%s", pieces)
                        .containsExactly(
                                ACCEPTED, REFUSED, ACCEPTED, ACCEPTED, REFUSED, REFUSED, REFUSED, ACCEPTED, REFUSED));
    }

    @Test
    void aReplyIsConsumedAndTheRestIsLeft() {
        byte[] bytes = Wire.bytes("XA0FAC0B1234X");

        assertThat(decoder.decode(bytes, 0, 13)).isEqualTo(1);
        assertThat(decoder.reply()).isEqualTo(REFUSED);
        assertThat(decoder.decode(bytes, 1, 13)).isEqualTo(12);
        assertThat(decoder.reply()).isEqualTo(ACCEPTED);
        assertThat(decoder.decode(bytes, 12, 13)).isEqualTo(13);
        assertThat(decoder.reply()).isEqualTo(REFUSED);
    }

    @Test
    void theReplySharesTheDeviceOfItsRequestUnlessItNamesAnother() {
        WwepRequest request = WwepRequest.read(0x0FAC, 0x0B);
        decoder.decode(Wire.bytes("A0FAC0B1234"), 0, 11);
        assertThat(decoder.replyTo(request)).isEqualTo(ACCEPTED);
        assertThat(((WwepReply.Accepted) decoder.replyTo(request)).device()).isSameAs(request.device());

        assertThat(decoder.replyTo(WwepRequest.read(0x0FAD, 0x0B))).isEqualTo(ACCEPTED);
    }

    @Test
    void digitsOfEitherCaseAreAccepted() {
        assertThat(Wire.replies(decoder, List.of("Aabcdef0123", "AABCDEF0123", "AaBcDeF0123")))
                .containsOnly(WwepReply.accepted(DeviceId.of(0xABCD), 0xEF, 0x0123))
                .hasSize(3);
    }

    @Test
    void everyFirstByteExceptAOrXIsMalformed() {
        for (int first = 0; first <= 0xFF; first++) {
            ReplyDecoder fresh = new ReplyDecoder();
            int consumed = fresh.decode(new byte[] {(byte) first}, 0, 1);
            ReplyDecoder.State expected = switch (first) {
                case 'A' -> PARTIAL;
                case 'X' -> COMPLETE;
                default -> MALFORMED;
            };
            assertThat(fresh.state()).as("first byte %02X", first).isEqualTo(expected);
            assertThat(consumed).as("first byte %02X", first).isEqualTo(expected == MALFORMED ? 0 : 1);
            if (expected == MALFORMED) {
                assertThat(fresh.problem())
                        .startsWith("byte 1 of the reply is ")
                        .contains(String.format("(%02X)", first))
                        .endsWith("is neither A nor X");
            }
        }
    }

    @Test
    void everyByteExceptADigitIsMalformedAtEveryOtherPosition() {
        String message = "A0FAC0B1234";
        for (int at = 1; at < message.length(); at++) {
            for (int value = 0; value <= 0xFF; value++) {
                assertByte(message, at, value);
            }
        }
    }

    private static void assertByte(String message, int at, int value) {
        ReplyDecoder fresh = new ReplyDecoder();
        String changed = Wire.withByte(message, at, value);
        int consumed = fresh.decode(Wire.bytes(changed), 0, changed.length());
        if (Wire.HEX_DIGITS.indexOf(value) >= 0) {
            assertThat(fresh.state()).as(changed).isEqualTo(COMPLETE);
            assertThat(consumed).as(changed).isEqualTo(message.length());
            assertThat(fresh.reply()).as(changed).isEqualTo(expected(changed));
        } else {
            assertThat(fresh.state()).as("byte %02X at %d", value, at).isEqualTo(MALFORMED);
            assertThat(consumed).as("byte %02X at %d", value, at).isEqualTo(at);
            assertThat(fresh.problem())
                    .startsWith("byte " + (at + 1) + " of the reply is ")
                    .contains(String.format("(%02X)", value))
                    .endsWith("is not a hexadecimal digit");
        }
    }

    /** Parses a well-formed acceptance with the JDK. */
    private static WwepReply expected(String message) {
        return WwepReply.accepted(
                DeviceId.of(Integer.parseInt(message.substring(1, 5), 16)),
                Integer.parseInt(message.substring(5, 7), 16),
                Integer.parseInt(message.substring(7), 16));
    }

    @Test
    void afterAMalformedByteNothingIsConsumedUntilAReset() {
        byte[] bytes = Wire.bytes("A0FGXA0FAC0B1234");

        assertThat(decoder.decode(bytes, 0, bytes.length)).isEqualTo(3);
        assertThat(decoder.decode(bytes, 4, bytes.length)).isEqualTo(4);
        assertThat(decoder.state()).isEqualTo(MALFORMED);

        decoder.reset();
        assertThat(decoder.state()).isEqualTo(EMPTY);
        assertThat(decoder.decode(bytes, 5, bytes.length)).isEqualTo(bytes.length);
        assertThat(decoder.reply()).isEqualTo(ACCEPTED);
    }

    @Test
    void aResetDiscardsAPartialReplyAndARefusal() {
        Wire.replies(decoder, List.of("A0FA"));
        decoder.reset();
        assertThat(Wire.replies(decoder, List.of("A0FAC0B1234", "X"))).containsExactly(ACCEPTED, REFUSED);
        decoder.reset();
        assertThat(Wire.replies(decoder, List.of("A0FAC0B1234"))).containsExactly(ACCEPTED);
    }

    @Test
    void theEndOfTheStreamCompletesNoReply() {
        decoder.end();
        assertThat(decoder.state()).isEqualTo(EMPTY);

        Wire.replies(decoder, List.of("A0FAC"));
        decoder.end();
        assertThat(decoder.state()).isEqualTo(PARTIAL);

        Wire.replies(decoder, List.of("0B1234"));
        decoder.end();
        assertThat(decoder.state()).isEqualTo(COMPLETE);
        assertThat(decoder.reply()).isEqualTo(ACCEPTED);

        Wire.replies(decoder, List.of("?"));
        decoder.end();
        assertThat(decoder.state()).isEqualTo(MALFORMED);
    }

    @Test
    void anEmptyPieceChangesNothing() {
        for (String before : List.of("", "A0FA", "A0FAC0B1234", "X", "X Not", "?")) {
            ReplyDecoder fresh = new ReplyDecoder();
            Wire.replies(fresh, List.of(before));
            ReplyDecoder.State state = fresh.state();

            assertThat(fresh.decode(new byte[3], 2, 2)).isEqualTo(2);

            assertThat(fresh.state()).as("after '%s'", before).isEqualTo(state);
        }
    }

    @Test
    void theProblemIsATruncatedReply() {
        assertThat(decoder.problem()).isEqualTo("no byte of a reply came");
        for (int length = 1; length < 11; length++) {
            ReplyDecoder fresh = new ReplyDecoder();
            Wire.replies(fresh, List.of("A0FAC0B1234".substring(0, length)));
            assertThat(fresh.problem()).isEqualTo("only " + length + " of the reply's 11 bytes came");
        }
    }

    @Test
    void theProblemsPositionIsRelativeToTheReply() {
        Wire.replies(decoder, List.of("A0FAC0B1234XA0FA", "C0B\0"));

        assertThat(decoder.problem())
                .isEqualTo("byte 8 of the reply is '\\x00' (00), which is not a hexadecimal digit");
    }

    @Test
    void aCompleteReplyHasNoProblem() {
        Wire.replies(decoder, List.of("A0FAC0B1234"));
        assertThat(decoder.problem()).isEqualTo("nothing is wrong with the reply");
    }

    @Test
    void thereIsNoReplyUntilItIsComplete() {
        assertNoReply("EMPTY");
        Wire.replies(decoder, List.of("A0FAC0B123"));
        assertNoReply("PARTIAL");
        Wire.replies(decoder, List.of("G"));
        assertNoReply("MALFORMED");
        decoder.reset();
        Wire.replies(decoder, List.of("X Not Found"));
        assertNoReply("REASON");
    }

    private void assertNoReply(String state) {
        assertThatIllegalStateException().isThrownBy(decoder::reply).withMessageContaining(state);
    }

    @Test
    void aRangeOutsideTheArrayIsRejectedAndChangesNothing() {
        byte[] bytes = Wire.bytes("A0FAC0B1234");

        assertThatThrownBy(() -> decoder.decode(bytes, 0, 12)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.decode(bytes, -1, 11)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.decode(bytes, 5, 4)).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(decoder.state()).isEqualTo(EMPTY);
    }
}
