package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {

    private final DurationText converter = new DurationText();

    @Test
    void millisecondsSecondsAndMinutesAreTimes() {
        assertThat(converter.convert("50ms")).isEqualTo(Duration.ofMillis(50));
        assertThat(converter.convert("2s")).isEqualTo(Duration.ofSeconds(2));
        assertThat(converter.convert("1m")).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "-1s", "1.5s", "1h", "1 s", "1S", "9999999s"})
    void anythingElseIsNone(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("as in 50ms, 2s or 1m");
    }

    @Test
    void anHourIsTheLongest() {
        assertThat(converter.convert("60m")).isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(() -> converter.convert("61m"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("at most 60m");
    }
}
