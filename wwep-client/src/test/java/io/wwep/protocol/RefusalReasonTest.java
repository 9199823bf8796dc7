package io.wwep.protocol;

import static io.wwep.protocol.ReplyDecoder.State.COMPLETE;
import static io.wwep.protocol.ReplyDecoder.State.MALFORMED;
import static io.wwep.protocol.ReplyDecoder.State.REASON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code X} followed by text, as the course's servers send it. */
class RefusalReasonTest {

    private static final int MAX = WwepReply.Refused.MAX_REASON;

    private final ReplyDecoder decoder = new ReplyDecoder();

    @Test
    void textAfterXIsTheReasonOnceTheStreamEnds() {
        assertThat(Wire.replies(decoder, List.of("X Not Found"))).isEmpty();
        assertThat(decoder.state()).isEqualTo(REASON);
        assertThat(decoder.problem()).isEqualTo("nothing is wrong with the reply");

        decoder.end();

        assertThat(decoder.state()).isEqualTo(COMPLETE);
        assertThat(decoder.reply()).isEqualTo(WwepReply.refused("Not Found"));
    }

    @Test
    void textMayBeSplitAnywhereAfterItsFirstByte() {
        Wire.forEverySplit("Not Found", pieces -> {
            ReplyDecoder fresh = new ReplyDecoder();
            Wire.replies(fresh, List.of("X " + pieces.get(0)));
            Wire.replies(fresh, pieces.subList(1, pieces.size()));
            fresh.end();
            assertThat(fresh.reply()).as("%s", pieces).isEqualTo(WwepReply.refused("Not Found"));
        });
    }

    @Test
    void everyByteExceptAOrXAfterXStartsText() {
        for (int second = 0; second <= 0xFF; second++) {
            ReplyDecoder fresh = new ReplyDecoder();
            fresh.decode(new byte[] {'X', (byte) second}, 0, 2);
            assertThat(fresh.state())
                    .as("second byte %02X", second)
                    .isEqualTo(second == 'A' || second == 'X' ? COMPLETE : REASON);
        }
    }

    @Test
    void anXAtTheEndOfAPieceIsARefusalAndTextAfterItIsMalformed() {
        assertThat(Wire.replies(decoder, List.of("X"))).containsExactly(WwepReply.refused());

        Wire.replies(decoder, List.of(" Not Found"));

        assertThat(decoder.state()).isEqualTo(MALFORMED);
        assertThat(decoder.problem()).isEqualTo("byte 1 of the reply is ' ' (20), which is neither A nor X");
    }

    @Test
    void bytesAfterThePieceInItsArrayAreNotText() {
        byte[] bytes = Wire.bytes("A0FAC0B1234X Not Found");
        int from = decoder.decode(bytes, 0, 12);

        assertThat(decoder.decode(bytes, from, 12)).isEqualTo(12);

        assertThat(decoder.state()).isEqualTo(COMPLETE);
        assertThat(decoder.reply()).isEqualTo(WwepReply.refused());
    }

    @Test
    void textMayFollowOtherReplies() {
        assertThat(Wire.replies(decoder, List.of("A0FAC0B1234XX Database Full 401")))
                .containsExactly(WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234), WwepReply.refused());
        decoder.end();
        assertThat(decoder.reply()).isEqualTo(WwepReply.refused("Database Full 401"));
    }

    @Test
    void repliesInsideTextAreText() {
        assertThat(Wire.replies(decoder, List.of("X no A0FAC0B1234", "A0FAC0B1234", "X")))
                .isEmpty();
        decoder.end();
        assertThat(decoder.reply()).isEqualTo(WwepReply.refused("no A0FAC0B1234A0FAC0B1234X"));
    }

    @Test
    void surroundingWhitespaceIsDropped() {
        assertReason("X \t  Not  Found \r\n", "Not  Found");
        assertReason("XNot Found", "Not Found");
    }

    @Test
    void whitespaceAloneIsNotAReason() {
        for (String text : List.of(" ", "\n", "\r\n", "   ", " \t\r\n ")) {
            Wire.replies(decoder, List.of("X" + text));
            assertThat(decoder.state()).isEqualTo(REASON);
            decoder.end();
            assertThat(decoder.reply()).isEqualTo(WwepReply.refused());
        }
    }

    @Test
    void controlCharactersAreTextAndArePrintedEscaped() {
        assertReason("X \0bad\u001B[31m\r\n\u0085\u00FF!", "\0bad\u001B[31m\r\n\u0085\u00FF!");
        assertThat(decoder.reply()).hasToString("X \\x00bad\\x1B[31m\\r\\n\\x85\\xFF!");
    }

    @Test
    void theLongestReasonIsCompleteWithoutTheEndOfTheStream() {
        String longest = "n".repeat(MAX);

        assertThat(Wire.replies(decoder, List.of("X " + longest.substring(1)))).isEmpty();
        assertThat(decoder.state()).isEqualTo(REASON);
        assertThat(Wire.replies(decoder, List.of("n"))).containsExactly(WwepReply.refused(longest));
    }

    @Test
    void longerTextIsTruncatedAndTheRestIsLeft() {
        byte[] bytes = Wire.bytes("X " + "n".repeat(MAX) + "more");

        assertThat(decoder.decode(bytes, 0, bytes.length)).isEqualTo(bytes.length - 4);

        assertThat(decoder.reply()).isEqualTo(WwepReply.refused("n".repeat(MAX)));
    }

    @Test
    void longerTextWithoutASpaceIsTruncatedToo() {
        byte[] bytes = Wire.bytes("X" + "n".repeat(MAX + 4));

        assertThat(decoder.decode(bytes, 0, bytes.length)).isEqualTo(bytes.length - 4);

        assertThat(decoder.reply()).isEqualTo(WwepReply.refused("n".repeat(MAX)));
    }

    @Test
    void theNextReplyDoesNotContainTheReason() {
        assertReason("X Not Found", "Not Found");

        assertThat(Wire.replies(decoder, List.of("X", "A0FAC0B1234")))
                .containsExactly(WwepReply.refused(), WwepReply.accepted(DeviceId.of(0x0FAC), 0x0B, 0x1234));

        assertReason("X Full", "Full");
        Wire.replies(decoder, List.of("X given up"));
        decoder.reset();
        assertReason("X No", "No");
    }

    private void assertReason(String stream, String reason) {
        Wire.replies(decoder, List.of(stream));
        decoder.end();
        assertThat(decoder.reply()).isEqualTo(WwepReply.refused(reason));
    }
}
