package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterRangesTest {

    @ParameterizedTest
    @CsvSource({"0, 00", "5 7, '05, 07'", "0 1, 00 to 01", "0 1 2 10 12 13 255, '00 to 02, 0A, 0C to 0D, FF'"})
    void consecutiveRegistersAreARange(String registers, String text) {
        assertThat(RegisterRanges.of(Arrays.stream(registers.split(" ", -1))
                        .map(Integer::valueOf)
                        .toList()))
                .isEqualTo(text);
    }
}
