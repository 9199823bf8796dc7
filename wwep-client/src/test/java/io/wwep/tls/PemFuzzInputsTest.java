package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fuzzing of certificates and keys begins with, and what it found once. */
class PemFuzzInputsTest {

    static List<Named<byte[]>> files() {
        return FuzzInputs.of(PemFuzzer.class);
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsReadOrItIsSaidWhatIsWrongWithIt(byte[] input) {
        assertThatCode(() -> PemFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
