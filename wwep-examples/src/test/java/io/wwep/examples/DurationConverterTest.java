package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

    private final DurationConverter converter = new DurationConverter();

    @Test
    void millisecondsSecondsAndMinutesAreAccepted() {
        assertThat(converter.convert("50ms")).isEqualTo(Duration.ofMillis(50));
        assertThat(converter.convert("2s")).isEqualTo(Duration.ofSeconds(2));
        assertThat(converter.convert("1m")).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "-1s", "1.5s", "1h", "1 s", "1S", "9999999s"})
    void anythingElseIsRejected(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("as in 50ms, 2s or 1m");
    }

    @Test
    void aMillisecondIsTheShortestAndAnHourTheLongest() {
        assertThat(converter.convert("1ms")).isEqualTo(Duration.ofMillis(1));
        assertThat(converter.convert("60m")).isEqualTo(Duration.ofHours(1));
        for (String text : List.of("0ms", "0s", "61m")) {
            assertThatThrownBy(() -> converter.convert(text))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessage("'" + text + "' is out of range: give 1ms to 60m");
        }
    }
}
