package io.wwep.gateway.register;

import static io.wwep.gateway.register.WordOrder.HIGH_FIRST;
import static io.wwep.gateway.register.WordOrder.LOW_FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Contents and values from the tests and manuals of other projects' Modbus conversions. Their word-swapped types (openHAB's
 * {@code _swap}, Telegraf's CDAB and GHEFCDAB, libmodbus' cdab) are {@link WordOrder#LOW_FIRST}.
 */
class ThirdPartyValuesTest {

    private record Example(String source, Register<?> register, Object value, List<Integer> contents) {

        static Example of(String source, Register<?> register, Object value, int... contents) {
            return new Example(
                    source, register, value, Arrays.stream(contents).boxed().toList());
        }

        @Override
        public String toString() {
            return source + ": " + register.type() + " " + value;
        }
    }

    /** From openHAB Core, BitUtilitiesExtractStateFromRegistersTest. Its uint8 is the lower or the upper eight bits. */
    static Stream<Example> ofOpenHab() {
        return Stream.of(
                openHab(Register.bit(0, 4), true, 0x8030),
                openHab(Register.bit(0, 15), true, 0x8030),
                openHab(Register.bit(0, 7), false, 0x0020),
                openHab(Register.bits(0, 0, 7), 251, 0xFFFB),
                openHab(Register.bits(0, 0, 7), 3, 0x0603),
                openHab(Register.bits(0, 8, 15), 6, 0x0603),
                openHab(Register.int16(0), -1004, 0xFC14),
                openHab(Register.int16(0), -1536, 64000),
                openHab(Register.uint16(0), 64532, 0xFC14),
                openHab(Register.int32(0), -1004, 0xFFFF, 0xFC14),
                openHab(Register.int32(0), 64000, 0, 64000),
                openHab(Register.int32(0, LOW_FIRST), -1004, 0xFC14, 0xFFFF),
                openHab(Register.uint32(0), 4294966292L, 0xFFFF, 0xFC14),
                openHab(Register.uint32(0), 70004L, 1, 4468),
                openHab(Register.uint32(0, LOW_FIRST), 70004L, 4468, 1),
                openHab(Register.float32(0), 1.6f, 0x3FCC, 0xCCCD),
                openHab(Register.float32(0), -1004.4f, 0xC47B, 0x199A),
                openHab(Register.float32(0), 70004.4f, 0x4788, 0xBA33),
                openHab(Register.float32(0), 5000000000f, 0x4F95, 0x02F9),
                openHab(Register.float32(0), Float.NaN, 0x7FC0, 0),
                openHab(Register.float32(0, LOW_FIRST), -1004.4f, 0x199A, 0xC47B),
                openHab(Register.int64(0), -1004L, 0xFFFF, 0xFFFF, 0xFFFF, 0xFC14),
                openHab(Register.int64(0), 34359738368L, 0, 8, 0, 0),
                openHab(Register.int64(0), -2322243636186679031L, 0xDFC5, 0xBBB7, 0x772E, 0x7909),
                openHab(Register.int64(0, LOW_FIRST), -2322243636186679031L, 0x7909, 0x772E, 0xBBB7, 0xDFC5),
                openHab(Register.uint64(0), new BigInteger("18446744073709550612"), 0xFFFF, 0xFFFF, 0xFFFF, 0xFC14),
                openHab(
                        Register.uint64(0, LOW_FIRST),
                        new BigInteger("16124500437522872585"),
                        0x7909,
                        0x772E,
                        0xBBB7,
                        0xDFC5));
    }

    private static Example openHab(Register<?> register, Object value, int... contents) {
        return Example.of("openHAB", register, value, contents);
    }

    /**
     * From Telegraf's plugin inputs.modbus, modbus_test.go. Its FIXED and UFIXED are scaled integers; where it swaps bytes,
     * the contents here are already swapped.
     */
    static Stream<Example> ofTelegraf() {
        return Stream.of(
                telegraf(Register.uint16(0), 43981, 0xABCD),
                telegraf(Register.int16(0), -21555, 0xABCD),
                telegraf(Register.int32(0, HIGH_FIRST), -1430532899, 0xAABB, 0xCCDD),
                telegraf(Register.int32(0, LOW_FIRST), -857888069, 0xAABB, 0xCCDD),
                telegraf(Register.uint32(0, HIGH_FIRST), 2864434397L, 0xAABB, 0xCCDD),
                telegraf(Register.uint32(0, LOW_FIRST), 3437079227L, 0xAABB, 0xCCDD),
                telegraf(Register.float32(0), -3.3360025e-13f, 0xAABB, 0xCCDD),
                telegraf(Register.int64(0), 1099511671757L, 0, 0x0100, 0, 0xABCD),
                telegraf(Register.int64(0, LOW_FIRST), -1387387292028L, 0xF684, 0xF945, 0xFEBC, 0xFFFF),
                telegraf(Register.uint16(0).scaled(0.1), 220.0, 0x0898),
                telegraf(Register.uint16(0).scaled(10), 420.0, 0x002A),
                telegraf(Register.int16(0).scaled(0.1), -3036.3, 0x8965),
                telegraf(Register.int16(0).scaled(0.1), -4.2, 0xFFD6),
                telegraf(Register.uint16(0).scaled(0.1), 6549.6, 0xFFD8),
                telegraf(Register.uint32(0).scaled(0.001), 4294967.256, 0xFFFF, 0xFFD8),
                telegraf(Register.int32(0).scaled(0.001), -0.001, 0xFFFF, 0xFFFF),
                telegraf(Register.int32(0).scaled(0.1), -4.2, 0xFFFF, 0xFFD6),
                telegraf(Register.int64(0).scaled(0.000001), -0.000042, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFD6),
                telegraf(Register.int64(0).scaled(0.000001), 424242.424242, 0, 0x0062, 0xC6D1, 0xA9B2),
                telegraf(Register.int64(0).scaled(0.001), -4822678189205.112, 0xFFEE, 0xDDCC, 0xBBAA, 0x9988),
                telegraf(Register.uint64(0).scaled(10), 10995116717570.0, 0, 0x0100, 0, 0xABCD));
    }

    private static Example telegraf(Register<?> register, Object value, int... contents) {
        return Example.of("Telegraf", register, value, contents);
    }

    /** From libmodbus, the manual pages of modbus_get_float_abcd and modbus_get_float_cdab. */
    static Stream<Example> ofLibmodbus() {
        return Stream.of(
                Example.of("libmodbus", Register.float32(0), 123456f, 0x47F1, 0x2000),
                Example.of("libmodbus", Register.float32(0, LOW_FIRST), 123456f, 0x2000, 0x47F1));
    }

    @ParameterizedTest
    @MethodSource({"ofOpenHab", "ofTelegraf", "ofLibmodbus"})
    void theContentsDecodeToTheValueAndBack(Example example) {
        int[] contents = example.contents().stream().mapToInt(Integer::intValue).toArray();

        assertThat(example.register().decode(contents)).isEqualTo(example.value());
        assertThat(reencode(example.register(), contents)).containsExactly(contents);
    }

    private static <T> int[] reencode(Register<T> register, int... contents) {
        return register.encode(register.decode(contents), contents);
    }
}
