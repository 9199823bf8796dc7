package io.wwep.gateway.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    private static final Register<Boolean> LAMP = Register.flag(0x05).named("lamp");
    private static final Register<Double> TEMPERATURE =
            Register.int16(0x10).scaled(0.1).named("temperature");
    private static final Register<String> MODE = Register.enumerated(0x07, Map.of(1, "heating", 0, "off", 2, "cooling"))
            .named("mode");

    @ParameterizedTest
    @ValueSource(strings = {"ON", "on", "On", "true", "1", " on "})
    void aFlagIsOnInEveryForm(String text) {
        assertThat(LAMP.text().parse(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFF", "off", "false", "0"})
    void aFlagIsOffInEveryForm(String text) {
        assertThat(LAMP.text().parse(text)).isFalse();
    }

    @Test
    void aFlagIsFormattedAsOnOrOff() {
        assertThat(List.of(LAMP.text().format(true), LAMP.text().format(false))).containsExactly("ON", "OFF");
    }

    @ParameterizedTest
    @CsvSource({"23.4, 23.4", "-5, -5.0", "1e2, 100.0", " 7 , 7.0", "0.04, 0.04"})
    void aScaledNumberIsParsed(String text, double value) {
        assertThat(TEMPERATURE.text().parse(text)).isEqualTo(value);
    }

    @Test
    void largeAndSmallNumbersAreFormattedWithoutAnExponent() {
        Register<Double> number = Register.float64(0x20);
        assertThat(List.of(
                        number.text().format(1e12),
                        number.text().format(1e-7),
                        number.text().format(23.4)))
                .containsExactly("1000000000000", "0.00000010", "23.4");
    }

    @Test
    void theLargestUnsignedNumberIsParsed() {
        assertThat(Register.uint64(0x20).text().parse("18446744073709551615"))
                .isEqualTo(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "maybe | 'maybe' is not a flag: write ON or OFF (or true, false, 1, 0)",
                "\"\" | '' is not a flag: write ON or OFF (or true, false, 1, 0)"
            })
    void whatIsNotAFlagIsRejectedWithItsForms(String text, String cause) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LAMP.text().parse(text))
                .withMessage("lamp (register 05, flag): " + cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "warm | 'warm' is not a number: write one such as 23.4",
                "NaN | 'NaN' is not a number: write one such as 23.4",
                "23,4 | '23,4' is not a number: write one such as 23.4",
                "4000 | 4000.0 is out of range: give -3276.8 to 3276.7"
            })
    void whatIsNotANumberOfTheRangeIsRejected(String text, String cause) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEMPERATURE.text().parse(text))
                .withMessage("temperature (register 10, int16): " + cause);
    }

    @Test
    void aFractionIsRejectedWhereOnlyWholeNumbersFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Register.uint16(0x10).text().parse("2.5"))
                .withMessage("register 10, uint16: 2.5 is not a whole number: give 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "-1E2147483647"})
    void aHugeExponentIsRejectedAtOnce(String text) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> TEMPERATURE.text().parse(text)));
    }

    @Test
    void aNumberTooLargeForAFloatIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Register.float32(0x10).text().parse("1e39"))
                .withMessageContaining("out of range");
    }

    @Test
    void aNumberOutsideTheGivenRangeIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEMPERATURE.range(5.0, 30.0).text().parse("31"))
                .withMessageContaining("31.0 is out of range: give 5.0 to 30.0");
    }

    @Test
    void anEnumeratedValueIsParsedByItsText() {
        assertThat(MODE.text().parse("cooling")).isEqualTo("cooling");
    }

    @Test
    void anUnknownEnumeratedValueIsRejectedWithAllOfThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MODE.text().parse("Heating"))
                .withMessageContaining("'Heating' is not one of the known values: write off, heating, cooling");
    }

    @Test
    void textIsTakenAsItIsIfItFits() {
        Register<String> label = Register.ascii(0x30, 4);
        assertThat(label.text().parse(" ab ")).isEqualTo(" ab ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> label.text().parse("abcde"))
                .withMessageContaining("too long");
    }

    @Test
    void mappedValuesCannotBeGivenAsText() {
        Register<Duration> time = Register.uint16(0x10).mapped(Duration::ofSeconds, span -> (int) span.toSeconds());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.text().parse("5"))
                .withMessageContaining("mapped by a function");
    }

    @Test
    void limitsAreThoseAfterScaling() {
        assertThat(TEMPERATURE.text().limits())
                .contains(new NumberLimits(
                        new BigDecimal("-3276.8"), new BigDecimal("3276.7"), Optional.of(new BigDecimal("0.1"))));
    }

    @Test
    void limitsAreThoseOfTheRange() {
        assertThat(Register.uint16(0x10).range(10, 20).text().limits())
                .contains(new NumberLimits(BigDecimal.TEN, BigDecimal.valueOf(20), Optional.of(BigDecimal.ONE)));
    }

    @Test
    void floatingPointNumbersHaveNoStep() {
        assertThat(Register.float32(0x10).text().limits().orElseThrow().step()).isEmpty();
    }

    @Test
    void choicesAreInTheOrderOfTheirNumbers() {
        assertThat(MODE.text().choices()).containsExactly("off", "heating", "cooling");
        assertThat(LAMP.text().choices()).containsExactly(false, true);
        assertThat(TEMPERATURE.text().choices()).isEmpty();
    }
}
