package io.wwep.gateway.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterTest {

    private static final BigInteger LARGEST_64 = new BigInteger("18446744073709551615");

    @Test
    void numbersOutOfRangeAreRejectedWithTheRange() {
        assertRejected(
                () -> Register.uint16(0x0B).encode(-1), "register 0B, uint16: -1 is out of range: give 0 to 65535");
        assertRejected(() -> Register.uint16(0).encode(65536), "give 0 to 65535");
        assertRejected(() -> Register.int16(0).encode(32768), "give -32768 to 32767");
        assertRejected(() -> Register.bits(0, 4, 7).encode(16, 0), "give 0 to 15");
        assertRejected(() -> Register.bcd(0).encode(10_000), "give 0 to 9999");
        assertRejected(() -> Register.uint32(0).encode(-1L), "give 0 to 4294967295");
        assertRejected(
                () -> Register.uint64(0).encode(LARGEST_64.add(BigInteger.ONE)), "give 0 to 18446744073709551615");
        assertRejected(() -> Register.uint64(0).encode(BigInteger.ONE.negate()), "-1 is out of range");
    }

    @Test
    void theSmallestAndLargestNumbersAreSupported() {
        assertThat(Register.int16(0).encode(-32768)).containsExactly(0x8000);
        assertThat(Register.int32(0).encode(Integer.MIN_VALUE)).containsExactly(0x8000, 0);
        assertThat(Register.int64(0).decode(0x8000, 0, 0, 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(Register.uint32(0).decode(0xFFFF, 0xFFFF)).isEqualTo(4294967295L);
        assertThat(Register.uint64(0).decode(0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF)).isEqualTo(LARGEST_64);
        assertThat(Register.uint64(0).encode(LARGEST_64)).containsExactly(0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF);
    }

    @Test
    void nanKeepsItsPayloadAndZeroItsSign() {
        assertThat(Register.float32(0).encode(Register.float32(0).decode(0x7FC1, 0x2345)))
                .containsExactly(0x7FC1, 0x2345);
        assertThat(Register.float64(0).encode(Register.float64(0).decode(0xFFF8, 1, 2, 3)))
                .containsExactly(0xFFF8, 1, 2, 3);
        assertThat(Register.float32(0).encode(-0f)).containsExactly(0x8000, 0);
        assertThat(Register.float64(0).decode(0x8000, 0, 0, 0)).isEqualTo(-0.0);
        assertThat(Register.float32(0).encode(Float.NEGATIVE_INFINITY)).containsExactly(0xFF80, 0);
    }

    @Test
    void aFlagIsZeroOrOne() {
        assertThat(Register.flag(5).decode(0)).isFalse();
        assertThat(Register.flag(5).encode(true)).containsExactly(1);
        assertInvalid(Register.flag(5), "register 05, flag holds 0002: a flag is 0000 or 0001", 2);
    }

    @Test
    void writingBitsPreservesTheOthers() {
        assertThat(Register.bit(0, 3).encode(true, 0xF000)).containsExactly(0xF008);
        assertThat(Register.bit(0, 3).encode(false, 0xFFFF)).containsExactly(0xFFF7);
        assertThat(Register.bits(0, 4, 7).encode(0xA, 0x1234)).containsExactly(0x12A4);
        assertThat(Register.bits(0, 0, 15).isPartial()).isFalse();
        assertThat(Register.bit(0, 3).isPartial()).isTrue();
        assertThatThrownBy(() -> Register.bit(0, 3).encode(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pass the register's contents");
    }

    @Test
    void bitsOutOfOrderOrRangeAreRejected() {
        assertRejected(() -> Register.bit(0, 16), "bit 16 is out of range: give 0 (the lowest) to 15");
        assertRejected(() -> Register.bits(0, 7, 4), "bits 7 to 4: give the lowest bit, then the highest");
        assertRejected(() -> Register.bits(0, -1, 4), "each from 0 (the lowest) to 15");
    }

    @Test
    void bcdHasFourDecimalDigits() {
        assertThat(Register.bcd(0).decode(0x1234)).isEqualTo(1234);
        assertThat(Register.bcd(0).encode(90)).containsExactly(0x0090);
        assertInvalid(Register.bcd(0), "register 00, bcd holds 0A90: A is not a decimal digit", 0x0A90);
        assertInvalid(Register.bcd(0), "F is not a decimal digit", 0x123F);
    }

    @Test
    void enumeratedAcceptsOnlyTheGivenValues() {
        Register<String> state = Register.enumerated(0x30, new TreeMap<>(Map.of(0, "off", 7, "heating")));

        assertThat(state.decode(7)).isEqualTo("heating");
        assertThat(state.encode("heating")).containsExactly(7);
        assertInvalid(state, "8 is not one of the known numbers, which are {0=off, 7=heating}", 8);
        assertRejected(
                () -> state.encode("cooling"), "cooling is not one of the known values, which are {0=off, 7=heating}");
    }

    @Test
    void enumeratedRejectsInvalidMaps() {
        Map<Integer, String> twice = new LinkedHashMap<>();
        twice.put(0, "off");
        twice.put(3, "off");

        assertRejected(() -> Register.enumerated(0, twice), "off has two numbers, 0 and 3");
        assertRejected(() -> Register.enumerated(0, Map.of()), "the map of values is empty");
        assertRejected(
                () -> Register.enumerated(0, Map.of(65536, "on")), "65536 for on is out of range: give 0 to 65535");
    }

    @Test
    void asciiIsPaddedWithZeros() {
        Register<String> serial = Register.ascii(0x40, 6);

        assertThat(serial.count()).isEqualTo(3);
        assertThat(serial.encode("AB1")).containsExactly(0x4142, 0x3100, 0);
        assertThat(serial.decode(0x4142, 0x3100, 0)).isEqualTo("AB1");
        assertThat(serial.decode(0, 0, 0)).isEmpty();
        assertThat(serial.decode(0x4120, 0x2020, 0x2020)).isEqualTo("A     ");
        assertInvalid(serial, "byte E4 is not an ASCII character", 0x41E4, 0, 0);
        assertInvalid(serial, "characters after the zero", 0x4100, 0x4200, 0);
        assertRejected(() -> serial.encode("ABCDEFG"), "'ABCDEFG' is too long: give at most 6 characters");
        assertRejected(() -> serial.encode("Aä"), "character 2 is U+00E4: give ASCII characters, U+0001 to U+007F");
        assertRejected(() -> serial.encode("A\0"), "character 2 is U+0000");
    }

    @Test
    void hexHasFourDigitsPerRegister() {
        Register<String> mac = Register.hex(0x10, 12);

        assertThat(mac.count()).isEqualTo(3);
        assertThat(mac.decode(0x00A0, 0x5001, 0x0203)).isEqualTo("00A050010203");
        assertThat(mac.encode("00a050010203")).containsExactly(0x00A0, 0x5001, 0x0203);
        assertRejected(() -> mac.encode("00A0"), "'00A0' is not a value: give 12 hexadecimal digits");
        assertRejected(() -> mac.encode("00A05001020G"), "give 12 hexadecimal digits");
    }

    @Test
    void aLengthThatFillsARegisterPartlyIsRejected() {
        assertRejected(() -> Register.ascii(0, 5), "ascii(5): the length counts characters, and a register holds 2");
        assertRejected(() -> Register.hex(0, 6), "give a multiple of 4");
        assertRejected(() -> Register.ascii(0, 0), "give a multiple of 2");
    }

    @Test
    void valuesThatExtendBeyondTheLastRegisterAreRejected() {
        assertThat(Register.uint64(0xFC).count()).isEqualTo(4);
        assertRejected(
                () -> Register.uint64(0xFD),
                "register FD is out of range for uint64: its 4 registers must end at FF; give 00 to FC");
        assertRejected(() -> Register.uint16(0x100), "register 100 is out of range for uint16: give 00 to FF");
        assertRejected(() -> Register.uint16(-1), "register -01 is out of range");
        assertRejected(() -> Register.ascii(0, 514), "ascii(514) fills 257 registers, but a device has 256");
    }

    @Test
    void missingAndOutOfRangeContentsAreRejected() {
        assertRejected(() -> Register.uint32(0).decode(1), "has 2 registers: pass the contents of each, not 1");
        assertRejected(() -> Register.uint16(0).decode(0x10000), "content 65536 is out of range: give 0 to 65535");
    }

    @Test
    void aRangeAppliesToReadingAndWriting() {
        Register<Double> temperature =
                Register.int16(0x0A).scaled(0.1).range(-40.0, 125.0).named("temperature");

        assertThat(temperature.decode(1250)).isEqualTo(125.0);
        assertInvalid(
                temperature,
                "temperature (register 0A, int16) holds 04E3: 125.1 is out of the range -40.0 to 125.0",
                1251);
        assertRejected(() -> temperature.encode(125.1), "125.1 is out of range: give -40.0 to 125.0");
        assertThat(Register.float64(0).range(0.0, 1.0).decode(0x8000, 0, 0, 0)).isEqualTo(-0.0);
        assertInvalid(Register.float64(0).range(0.0, 1.0), "NaN is out of the range", 0x7FF8, 0, 0, 0);
    }

    @Test
    void aValueThatRoundsOutOfTheRangeIsRejected() {
        Register<Double> level = Register.uint16(0).scaled(0.1).range(0.04, 1.0);

        assertRejected(() -> level.encode(0.04), "0.04 is rounded to 0.0, which is out of the range 0.04 to 1.0");
    }

    @Test
    void anInvalidRangeIsRejected() {
        assertRejected(() -> Register.int16(0).range(5, 4), "range 5 to 4: give the smaller number first");
        assertRejected(() -> Register.int16(0).range(0, 40_000), "both from -32768 to 32767");
        assertRejected(() -> Register.float32(0).range(0f, Float.NaN), "range 0.0 to NaN");
        assertThatThrownBy(() -> Register.ascii(0, 2).range("a", "b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot have a range: its values are not numbers");
    }

    @Test
    void mappedValuesAreConvertedByTheFunctions() {
        Register<String> sign =
                Register.int16(0).mapped(value -> value < 0 ? "-" : "+", text -> text.equals("-") ? -1 : 1);

        assertThat(sign.decode(0xFFFF)).isEqualTo("-");
        assertThat(sign.encode("+")).containsExactly(1);
        assertThat(sign.isNumeric()).isFalse();
    }

    @Test
    void aMappingThatThrowsMakesTheRegistersInvalid() {
        IllegalStateException failure = new IllegalStateException("no such state");
        Register<String> state = Register.int32(0x10)
                .mapped(
                        value -> {
                            throw failure;
                        },
                        text -> {
                            throw failure;
                        });

        assertThatThrownBy(() -> state.decode(0, 7))
                .asInstanceOf(throwable(InvalidValueException.class))
                .hasMessageContainingAll("register 10, int32 holds 0000 0007", "the mapping of 7 failed")
                .hasCause(failure)
                .returns(new int[] {0, 7}, InvalidValueException::raw);
        assertThatThrownBy(() -> state.encode("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasCause(failure);
    }

    @Test
    void aMappingToNullIsInvalid() {
        Register<String> known =
                Register.uint16(0).mapped(value -> Map.of(1, "one").get(value), Integer::valueOf);

        assertInvalid(known, "the mapping of 2 returned null", 2);
    }

    @Test
    void theRawContentsOfAnExceptionAreACopy() {
        int[] raw = {2};
        InvalidValueException exception = new InvalidValueException("sample", raw);

        raw[0] = 3;
        exception.raw()[0] = 4;

        assertThat(exception.raw()).containsExactly(2);
    }

    @Test
    void derivedRegistersKeepTheNameAndUnit() {
        Register<Boolean> hot = Register.int16(0x0A)
                .named("hot-1")
                .unit("°C")
                .scaled(0.1)
                .range(0.0, 100.0)
                .mapped(value -> value > 50, value -> value ? 100.0 : 0.0);

        assertThat(hot).hasToString("hot-1 (register 0A, int16)");
        assertThat(hot.name()).isEqualTo("hot-1");
        assertThat(hot.unit()).hasValue("°C");
        assertThat(Register.int16(0x0A).name()).isEqualTo("0A");
        assertThat(Register.int16(0x0A).unit()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Temperature", "-a", "a b", "ä", "a/b", "availability"})
    void invalidNamesAreRejected(String name) {
        assertThatThrownBy(() -> Register.int16(0).named(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameHasAtMost64Characters() {
        assertThat(Register.int16(0).named("x".repeat(64)).name()).hasSize(64);
        assertRejected(() -> Register.int16(0).named("x".repeat(65)), "1 to 64 lower-case letters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uint16|1",
                "int16|1",
                "flag|1",
                "bit(15)|1",
                "bits(4,7)|1",
                "bits(4, 7)|1",
                "bcd|1",
                "uint32|2",
                "int32|2",
                "float32|2",
                "uint64|4",
                "int64|4",
                "float64|4",
                "ascii(8)|4",
                "hex(12)|3"
            })
    void aRegisterIsCreatedFromATypeName(String text, int count) {
        Register<?> register = Register.of(text, 0x10);

        assertThat(register.type()).isEqualTo(text.replace(" ", ""));
        assertThat(register.count()).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "int15|'int15' is not a type: write int16",
                "foo|write one of uint16 int16 flag bit(n) bits(from,to) enumerated bcd",
                "INT16|'INT16' is not a type: write int16",
                "bits(4)|'bits(4)' is not a type: write bits(from,to)",
                "bits(4|its closing parenthesis is missing",
                "uint16(3)|write uint16",
                "bit|write bit(n)",
                "bit(x)|write bit(n), with numbers in the parentheses",
                "enumerated|enumerated needs its values"
            })
    void anUnknownTypeIsRejectedWithASuggestion(String text, String message) {
        assertRejected(() -> Register.of(text, 0), message);
    }

    @Test
    void onlyNumbersInSeveralRegistersHaveAWordOrder() {
        assertThat(Register.of("uint32", 0, WordOrder.LOW_FIRST).decode(2, 1)).isEqualTo(0x1_0002L);
        assertRejected(() -> Register.of("int16", 0, WordOrder.LOW_FIRST), "int16 has no word order");
        assertRejected(() -> Register.of("ascii(8)", 0, WordOrder.LOW_FIRST), "ascii(8) has no word order");
        assertThat(WordOrder.parse("low-first")).isEqualTo(WordOrder.LOW_FIRST);
        assertRejected(() -> WordOrder.parse("big"), "'big' is not a word order: write high-first or low-first");
    }

    private static void assertRejected(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    private static void assertInvalid(Register<?> register, String message, int... contents) {
        assertThatThrownBy(() -> register.decode(contents))
                .asInstanceOf(throwable(InvalidValueException.class))
                .hasMessageContaining(message)
                .returns(contents, InvalidValueException::raw);
    }
}
