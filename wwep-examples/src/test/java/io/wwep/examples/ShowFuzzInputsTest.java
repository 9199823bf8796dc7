package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fuzzing of {@code certs show} begins with, and what it found once. */
class ShowFuzzInputsTest {

    static List<Named<byte[]>> inputs() {
        return FuzzInputs.of(ShowFuzzer.class);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void anOddCertificateIsShownOrRefusedInWords(byte[] input) {
        assertThatCode(() -> ShowFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
