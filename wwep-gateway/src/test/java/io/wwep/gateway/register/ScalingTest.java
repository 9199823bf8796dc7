package io.wwep.gateway.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {

    @ParameterizedTest
    @CsvSource({"234, 0.1, 0, 23.4", "65506, 0.1, 0, -3", "3, 0.1, 0, 0.3", "2315, 0.01, -40, -16.85", "7, -2, 1, -13"})
    void aValueIsRawTimesFactorPlusOffsetInDecimal(int raw, double factor, double offset, double value) {
        Register<Double> register = Register.int16(0).scaled(factor, offset);

        assertThat(register.decode(raw)).isEqualTo(value);
        assertThat(register.encode(value)).containsExactly(raw);
    }

    @Test
    void eachContentTimesATenthHasOneDecimal() {
        Register<Double> register = Register.uint16(0).scaled(0.1);

        for (int raw = 0; raw <= 0xFFFF; raw++) {
            assertThat(register.decode(raw)).isEqualTo(Double.parseDouble(raw / 10 + "." + raw % 10));
        }
    }

    /** Any further digits of a factor would appear in its products. */
    @Test
    void factorsKeepTheirDecimalDigits() {
        for (int digits = 1; digits < 10_000; digits++) {
            for (int scale = 0; scale < 9; scale++) {
                BigDecimal written = BigDecimal.valueOf(digits, scale);
                assertThat(BigDecimal.valueOf(written.doubleValue())).isEqualByComparingTo(written);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"23.44, 234", "23.45, 235", "23.449999, 234", "-23.45, -235", "-23.44, -234", "0.05, 1", "0.04, 0"})
    void writingRoundsHalvesAwayFromZero(double value, int raw) {
        assertThat(Register.int16(0).scaled(0.1).encode(value)).containsExactly(raw & 0xFFFF);
    }

    @Test
    void valuesOutOfRangeAreRejectedWithTheScaledRange() {
        Register<Double> register = Register.int16(0x0A).scaled(0.1).named("temperature");

        assertRejected(
                () -> register.encode(3276.8),
                "temperature (register 0A, int16): 3276.8 is out of range: give -3276.8 to 3276.7");
        assertThat(register.encode(3276.74)).containsExactly(0x7FFF);
        assertRejected(() -> register.encode(3276.75), "3276.75 is out of range");
        assertRejected(() -> register.encode(-1e300), "is out of range");
        assertRejected(() -> Register.float32(0).scaled(0.1).encode(1e38), "is out of range");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void nanAndInfinityAreRejected(double value) {
        assertRejected(() -> Register.int16(0).scaled(0.1).encode(value), value + " is not a finite number");
        assertRejected(() -> Register.int16(0).scaled(value), "give a finite factor and a finite offset");
        assertRejected(() -> Register.int16(0).scaled(1, value), "and a finite offset");
    }

    @Test
    void nanInTheRegistersIsInvalid() {
        assertThatThrownBy(() -> Register.float32(0).scaled(0.1).decode(0x7FC0, 0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("NaN is not a finite number");
    }

    @Test
    void floatingPointNumbersAreScaledFromTheirShortestDigits() {
        Register<Double> register = Register.float32(0).scaled(0.1);

        assertThat(register.decode(Register.float32(0).encode(23.4f))).isEqualTo(2.34);
        assertThat(register.encode(2.34)).isEqualTo(Register.float32(0).encode(23.4f));
    }

    @Test
    void aFactorOfZeroIsRejected() {
        assertRejected(() -> Register.int16(0).scaled(0), "the scale must not be 0");
    }

    @Test
    void aFactorThatADoubleCannotResolveIsRejected() {
        assertRejected(() -> Register.uint32(0).scaled(1e-9, 1e12), "cannot distinguish neighboring values");
    }

    @Test
    void aFactorThatMakesValuesTooLargeForADoubleIsRejected() {
        assertRejected(() -> Register.uint16(0).scaled(1e308), "too large for a double; use a smaller factor");
        assertRejected(() -> Register.int64(0).scaled(1e300), "too large for a double; use a smaller factor");
    }

    @Test
    void onlyNumbersAreScaled() {
        assertThatThrownBy(() -> Register.flag(5).scaled(0.1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("register 05, flag cannot be scaled: its values are not numbers");
        assertThat(Register.flag(5).isNumeric()).isFalse();
        assertThat(Register.bcd(5).isNumeric()).isTrue();
        assertThat(Register.bcd(5).scaled(0.1).isNumeric()).isTrue();
    }

    @Test
    void aRangeOfRawNumbersLimitsScaledOnes() {
        Register<Double> register = Register.int16(0).range(0, 1000).scaled(0.1);

        assertRejected(() -> register.encode(100.1), "100.1 is out of range: give 0.0 to 100.0");
        assertThatThrownBy(() -> register.decode(1001)).isInstanceOf(InvalidValueException.class);
    }

    private static void assertRejected(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
