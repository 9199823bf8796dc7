package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WwepReplyTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final WwepReply.Accepted ACCEPTED = WwepReply.accepted(DEVICE, 0x0B, 0x1234);
    private static final List<WwepReply> ONE_OF_EACH =
            List.of(ACCEPTED, WwepReply.refused(), WwepReply.refused("Not Found"));

    @Test
    void aReplyHasItsParts() {
        assertThat(ACCEPTED.device()).isEqualTo(DEVICE);
        assertThat(ACCEPTED.register()).isEqualTo(0x0B);
        assertThat(ACCEPTED.value()).isEqualTo(0x1234);
        assertThat(WwepReply.refused().reason()).isNull();
        assertThat(WwepReply.refused("Not Found").reason()).isEqualTo("Not Found");
    }

    @Test
    void numbersOutOfRangeAreRejectedWithTheRange() {
        assertRefused(
                () -> WwepReply.accepted(DEVICE, -1, 0), "register -1 (hex) is out of range: it must be 00 to FF");
        assertRefused(
                () -> WwepReply.accepted(DEVICE, 0x100, 0), "register 100 (hex) is out of range: it must be 00 to FF");
        assertRefused(
                () -> WwepReply.accepted(DEVICE, 0, -1), "value -1 (hex) is out of range: it must be 0000 to FFFF");
        assertRefused(
                () -> WwepReply.accepted(DEVICE, 0, 0x10000),
                "value 10000 (hex) is out of range: it must be 0000 to FFFF");
    }

    @Test
    void anAcceptanceWithoutADeviceIsRejectedAtOnce() {
        DeviceId[] devices = new DeviceId[1];

        assertThatNullPointerException()
                .isThrownBy(() -> WwepReply.accepted(devices[0], 0, 0))
                .withMessage("device");
    }

    @Test
    void aReasonHasOneByteForEachCharacter() {
        byte[] target = new byte[4];

        assertThat(WwepReply.refused("\0\u00FF").encode(target, 0)).isEqualTo(4);
        assertThat(target).containsExactly('X', ' ', 0x00, 0xFF);

        assertRefused(
                () -> WwepReply.refused("Not F\u014Dund"),
                "a reason has one byte for each character, U+0000 to U+00FF, but character 6 is U+014D");
    }

    @Test
    void aReasonHasItsLimits() {
        assertThat(WwepReply.refused("!").length()).isEqualTo(3);
        assertThat(WwepReply.refused("!".repeat(256)).length()).isEqualTo(258);
        assertRefused(() -> WwepReply.refused(""), "a reason has 1 to 256 bytes, but 0 were given");
        assertRefused(() -> WwepReply.refused("!".repeat(257)), "a reason has 1 to 256 bytes, but 257 were given");
    }

    @Test
    void aReasonMustNotStartOrEndWithWhitespaceWhichTheWireLoses() {
        for (String reason : List.of(" ", " Not Found", "Not Found ", "Not Found\r\n", "\tNot Found")) {
            assertRefused(
                    () -> WwepReply.refused(reason),
                    "a reason does not begin or end with white space, which is lost on the wire: strip it");
        }
    }

    @Test
    void aReasonIsPrintedOnOneLineInVisibleCharacters() {
        assertThat(WwepReply.refused("no\r\n\u001B\\ \u00E9")).hasToString("X no\\r\\n\\x1B\\\\ \\xE9");
    }

    @Test
    void aReplyIsEncodedAtAnOffsetAndTouchesNothingElse() {
        for (WwepReply reply : ONE_OF_EACH) {
            byte[] target = new byte[reply.length() + 8];
            Arrays.fill(target, (byte) '#');

            assertThat(reply.encode(target, 5)).isEqualTo(5 + reply.length());

            assertThat(Wire.text(target, 0, target.length)).isEqualTo("#####" + reply + "###");
        }
    }

    @Test
    void aReplyIsNotEncodedPartially() {
        for (WwepReply reply : ONE_OF_EACH) {
            byte[] target = new byte[reply.length()];
            for (int offset : new int[] {1, reply.length(), -1, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> reply.encode(target, offset))
                        .as("%s at %d", reply, offset)
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThat(target).containsOnly(0);
        }
    }

    @Test
    void verifyReturnsAnAcceptance() throws WwepException {
        WwepReply reply = ACCEPTED;

        assertThat(reply.verify()).isSameAs(ACCEPTED);
    }

    @Test
    void verifyThrowsARefusalWithItsReason() {
        assertThatExceptionOfType(WwepRefusedException.class)
                .isThrownBy(() -> WwepReply.refused("Database Full 401").verify())
                .withMessage("the server refused the request: X Database Full 401")
                .withNoCause()
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo("Database Full 401");
                    assertThat(refused.delivery()).isEqualTo(Delivery.ANSWERED);
                });
    }

    @Test
    void verifyThrowsARefusalWithoutAReason() {
        assertThatExceptionOfType(WwepRefusedException.class)
                .isThrownBy(() -> WwepReply.refused().verify())
                .withMessage("the server refused the request: X")
                .satisfies(refused -> assertThat(refused.reason()).isNull());
    }

    @Test
    void repliesWithTheSameContentAreEqual() {
        assertThat(ACCEPTED)
                .isEqualTo(WwepReply.accepted(DeviceId.parse("0FAC"), 0x0B, 0x1234))
                .hasSameHashCodeAs(WwepReply.accepted(DeviceId.parse("0FAC"), 0x0B, 0x1234))
                .isNotEqualTo(WwepReply.accepted(DEVICE, 0x0B, 0x1235))
                .isNotEqualTo(WwepReply.accepted(DEVICE, 0x0C, 0x1234))
                .isNotEqualTo(WwepReply.accepted(DeviceId.of(0), 0x0B, 0x1234))
                .isNotEqualTo(WwepReply.refused());
        assertThat(WwepReply.refused("No"))
                .isEqualTo(WwepReply.refused("No"))
                .isNotEqualTo(WwepReply.refused("Yes"))
                .isNotEqualTo(WwepReply.refused());
        assertThat(WwepReply.refused()).isEqualTo(new WwepReply.Refused(null));
    }

    private static void assertRefused(ThrowingCallable making, String message) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessage(message);
    }
}
