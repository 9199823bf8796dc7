package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the seeds and past findings of fuzzing certificates and keys. */
class PemFuzzInputsTest {

    static List<Named<byte[]>> files() {
        return FuzzInputs.of(PemFuzzer.class);
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsReadOrRejectedWithAMessage(byte[] input) {
        assertThatCode(() -> PemFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
