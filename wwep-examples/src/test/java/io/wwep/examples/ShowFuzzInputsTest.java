package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the seeds and past findings of fuzzing {@code certs show}. */
class ShowFuzzInputsTest {

    static List<Named<byte[]>> inputs() {
        return FuzzInputs.of(ShowFuzzer.class);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void anOddCertificateIsShownOrRejectedWithAMessage(byte[] input) {
        assertThatCode(() -> ShowFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
