package io.wwep.gateway.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadbandTest {

    @ParameterizedTest
    @CsvSource({
        "23.4, 23.6, false",
        "23.4, 23.7, true",
        "23.4, 23.2, false",
        "23.4, 23.1, true",
        "-0.1, 0.1, false",
        "-0.1, 0.2, true",
        "0, 0, false"
    })
    void anAbsoluteDeadbandIsExceededByALargerChange(double last, double now, boolean exceeded) {
        assertThat(Deadband.absolute(0.2).exceeded(last, now)).isEqualTo(exceeded);
    }

    @ParameterizedTest
    @CsvSource({
        "200, 202, false",
        "200, 202.1, true",
        "200, 198, false",
        "-200, -202, false",
        "-200, -197, true",
        "0, 0, false",
        "0, 0.001, true"
    })
    void aPercentageIsOfTheLastReportedValue(double last, double now, boolean exceeded) {
        assertThat(Deadband.percent(1).exceeded(last, now)).isEqualTo(exceeded);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, NaN, false",
        "NaN, 0, true",
        "0, NaN, true",
        "Infinity, Infinity, false",
        "Infinity, -Infinity, true"
    })
    void aChangeToOrFromNanAndInfinityIsAlwaysReported(double last, double now, boolean exceeded) {
        assertThat(Deadband.absolute(1e300).exceeded(last, now)).isEqualTo(exceeded);
    }

    @Test
    void aDeadbandOfZeroIsExceededByEveryChange() {
        assertThat(Deadband.absolute(0).exceeded(1, Math.nextUp(1.0))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void anInvalidSizeIsRejected(double size) {
        assertThatThrownBy(() -> Deadband.absolute(size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(size + " is out of range: give 0");
        assertThatThrownBy(() -> Deadband.percent(size)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deadbandsAreEqualIfSizeAndKindAre() {
        assertThat(Deadband.absolute(1))
                .isEqualTo(Deadband.absolute(1))
                .hasSameHashCodeAs(Deadband.absolute(1))
                .isNotEqualTo(Deadband.percent(1))
                .hasToString("1.0");
        assertThat(Deadband.percent(1)).hasToString("1.0%");
    }
}
