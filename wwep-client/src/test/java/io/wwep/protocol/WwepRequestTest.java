package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WwepRequestTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final List<WwepRequest> ONE_OF_EACH =
            List.of(WwepRequest.read(DEVICE, 0x0B), WwepRequest.write(DEVICE, 0x0B, 0x1234), WwepRequest.raw("W01234"));

    @Test
    void aRequestHasItsParts() {
        WwepRequest.Read read = WwepRequest.read(0x0FAC, 0x0B);
        assertThat(read.device()).isEqualTo(DEVICE);
        assertThat(read.register()).isEqualTo(0x0B);

        WwepRequest.Write write = WwepRequest.write(0x0FAC, 0x0B, 0x1234);
        assertThat(write.device()).isEqualTo(DEVICE);
        assertThat(write.register()).isEqualTo(0x0B);
        assertThat(write.value()).isEqualTo(0x1234);

        assertThat(WwepRequest.raw("W01234").text()).isEqualTo("W01234");
    }

    @Test
    void numbersAtTheEndsOfTheirRangesAreAccepted() {
        assertThat(WwepRequest.read(0, 0)).hasToString("R000000");
        assertThat(WwepRequest.read(0xFFFF, 0xFF)).hasToString("RFFFFFF");
        assertThat(WwepRequest.write(0, 0, 0)).hasToString("W0000000000");
        assertThat(WwepRequest.write(0xFFFF, 0xFF, 0xFFFF)).hasToString("WFFFFFFFFFF");
    }

    @Test
    void numbersOutOfRangeAreRejectedWithTheRange() {
        assertRefused(() -> WwepRequest.read(-1, 0), "device id -1 (hex) is out of range: it must be 0000 to FFFF");
        assertRefused(
                () -> WwepRequest.read(0x10000, 0), "device id 10000 (hex) is out of range: it must be 0000 to FFFF");
        assertRefused(() -> WwepRequest.read(0, -1), "register -1 (hex) is out of range: it must be 00 to FF");
        assertRefused(() -> WwepRequest.read(0, 0x100), "register 100 (hex) is out of range: it must be 00 to FF");
        assertRefused(() -> WwepRequest.read(DEVICE, 0x100), "register 100 (hex) is out of range: it must be 00 to FF");
        assertRefused(
                () -> WwepRequest.write(0x10000, 0, 0),
                "device id 10000 (hex) is out of range: it must be 0000 to FFFF");
        assertRefused(() -> WwepRequest.write(0, -1, 0), "register -1 (hex) is out of range: it must be 00 to FF");
        assertRefused(() -> WwepRequest.write(0, 0x100, 0), "register 100 (hex) is out of range: it must be 00 to FF");
        assertRefused(() -> WwepRequest.write(0, 0, -1), "value -1 (hex) is out of range: it must be 0000 to FFFF");
        assertRefused(
                () -> WwepRequest.write(DEVICE, 0, 0x10000),
                "value 10000 (hex) is out of range: it must be 0000 to FFFF");
    }

    @Test
    void aRequestWithoutItsPartsIsRejectedAtOnce() {
        DeviceId[] devices = new DeviceId[1];
        String[] texts = new String[1];

        assertThatNullPointerException()
                .isThrownBy(() -> WwepRequest.read(devices[0], 0))
                .withMessage("device");
        assertThatNullPointerException()
                .isThrownBy(() -> WwepRequest.write(devices[0], 0, 0))
                .withMessage("device");
        assertThatNullPointerException().isThrownBy(() -> WwepRequest.raw(texts[0]));
    }

    @Test
    void rawTextHasOneByteForEachCharacter() {
        String all = everyByte();
        byte[] target = new byte[256];

        assertThat(WwepRequest.raw(all).length()).isEqualTo(256);
        assertThat(WwepRequest.raw(all).encode(target, 0)).isEqualTo(256);
        assertThat(target).isEqualTo(Wire.bytes(all));

        assertRefused(
                () -> WwepRequest.raw("W\u01000FAC"),
                "a raw request has one byte for each character, U+0000 to U+00FF, but character 2 is U+0100");
        assertRefused(
                () -> WwepRequest.raw("\uD83D\uDE00"),
                "a raw request has one byte for each character, U+0000 to U+00FF, but character 1 is U+D83D");
    }

    @Test
    void rawTextHasItsLimits() {
        assertThat(WwepRequest.raw("?").length()).isEqualTo(1);
        assertThat(WwepRequest.raw("?".repeat(256)).length()).isEqualTo(256);
        assertRefused(() -> WwepRequest.raw(""), "a raw request has 1 to 256 bytes, but 0 were given");
        assertRefused(() -> WwepRequest.raw("?".repeat(257)), "a raw request has 1 to 256 bytes, but 257 were given");
    }

    @Test
    void rawTextIsPrintedOnOneLineInVisibleCharacters() {
        assertThat(WwepRequest.raw("W0FAC0B1234\r\n")).hasToString("W0FAC0B1234\\r\\n");
        assertThat(WwepRequest.raw("\0\t\u001B[2J\u007F\u0080\u00E9 ~"))
                .hasToString("\\x00\\x09\\x1B[2J\\x7F\\x80\\xE9 ~");
        assertThat(WwepRequest.raw(everyByte()).toString()).matches("[ -~]+");
    }

    @Test
    void noTwoRawTextsPrintTheSame() {
        assertThat(WwepRequest.raw("\\n")).hasToString("\\\\n");
        Set<String> printed = new HashSet<>();
        for (String text : List.of("\n", "\\n", "\\\n", "\\\\n", "\0", "\\x00", "\\\\x00", "\r", "\\r")) {
            assertThat(printed.add(WwepRequest.raw(text).toString())).as(text).isTrue();
        }
    }

    @Test
    void theWireTextIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("ar-EG", "fa-IR", "tr-TR", "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(WwepRequest.write(0x1234, 0x56, 0x78EF)).hasToString("W12345678EF");
                assertThat(WwepRequest.read(0x1234, 0x56)).hasToString("R123456");
                assertThat(WwepReply.accepted(DeviceId.of(0x1234), 0x56, 0x78EF))
                        .hasToString("A12345678EF");
                assertThat(WwepRequest.raw("\u0019\u00E9")).hasToString("\\x19\\xE9");
                assertRefused(
                        () -> WwepRequest.read(0, 0x123), "register 123 (hex) is out of range: it must be 00 to FF");
                assertRefused(
                        () -> WwepRequest.raw("\u0100"),
                        "a raw request has one byte for each character, U+0000 to U+00FF, but character 1 is U+0100");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aRequestIsEncodedAtAnOffsetAndTouchesNothingElse() {
        for (WwepRequest request : ONE_OF_EACH) {
            byte[] target = new byte[request.length() + 8];
            Arrays.fill(target, (byte) '#');

            assertThat(request.encode(target, 5)).isEqualTo(5 + request.length());

            assertThat(Wire.text(target, 0, target.length)).isEqualTo("#####" + request + "###");
        }
    }

    @Test
    void aRequestIsNotEncodedPartially() {
        for (WwepRequest request : ONE_OF_EACH) {
            byte[] target = new byte[request.length()];
            for (int offset : new int[] {1, request.length() - 1, request.length(), -1, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> request.encode(target, offset))
                        .as("%s at %d", request, offset)
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThat(target).containsOnly(0);
        }
    }

    @Test
    void anAnswerNamesTheSameDeviceAndRegister() {
        WwepRequest read = WwepRequest.read(0x0FAC, 0x0B);

        assertThat(read.isAnsweredBy(WwepReply.accepted(DEVICE, 0x0B, 0x1234))).isTrue();
        assertThat(read.isAnsweredBy(WwepReply.accepted(DEVICE, 0x0B, 0))).isTrue();
        assertThat(read.isAnsweredBy(WwepReply.accepted(DEVICE, 0x0C, 0x1234))).isFalse();
        assertThat(read.isAnsweredBy(WwepReply.accepted(DeviceId.of(0x0BAC), 0x0B, 0x1234)))
                .isFalse();
    }

    @Test
    void anAnswerToAWriteNamesTheSameValueToo() {
        WwepRequest write = WwepRequest.write(0x0FAC, 0x0B, 0x1234);

        assertThat(write.isAnsweredBy(WwepReply.accepted(DEVICE, 0x0B, 0x1234))).isTrue();
        assertThat(write.isAnsweredBy(WwepReply.accepted(DEVICE, 0x0B, 0x1235))).isFalse();
        assertThat(write.isAnsweredBy(WwepReply.accepted(DEVICE, 0x0C, 0x1234))).isFalse();
        assertThat(write.isAnsweredBy(WwepReply.accepted(DeviceId.of(0x0BAC), 0x0B, 0x1234)))
                .isFalse();
    }

    @Test
    void anyAcceptanceCanAnswerRawBytes() {
        assertThat(WwepRequest.raw("W0FAC0B1234").isAnsweredBy(WwepReply.accepted(DeviceId.of(0), 0, 0)))
                .isTrue();
    }

    @Test
    void requestsWithTheSameContentAreEqual() {
        assertThat(WwepRequest.read(0x0FAC, 0x0B))
                .isEqualTo(WwepRequest.read(DEVICE, 0x0B))
                .hasSameHashCodeAs(WwepRequest.read(DEVICE, 0x0B))
                .isNotEqualTo(WwepRequest.read(DEVICE, 0x0C))
                .isNotEqualTo(WwepRequest.raw("R0FAC0B"));
        assertThat(WwepRequest.write(0x0FAC, 0x0B, 0x1234))
                .isEqualTo(WwepRequest.write(DEVICE, 0x0B, 0x1234))
                .hasSameHashCodeAs(WwepRequest.write(DEVICE, 0x0B, 0x1234))
                .isNotEqualTo(WwepRequest.write(DEVICE, 0x0B, 0x1235));
        assertThat(WwepRequest.raw("?")).isEqualTo(WwepRequest.raw("?")).isNotEqualTo(WwepRequest.raw("!"));
    }

    private static void assertRefused(ThrowingCallable making, String message) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessage(message);
    }

    private static String everyByte() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c <= 0xFF; c++) {
            all.append(c);
        }
        return all.toString();
    }
}
