package io.wwep.tls;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the seeds and past findings of fuzzing odd certificates. */
class CertificateFuzzInputsTest {

    static List<Named<byte[]>> inputs() {
        return FuzzInputs.of(CertificateFuzzer.class);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void anOddCertificateIsDescribedAndAcceptedOrRejectedWithAMessage(byte[] input) {
        assertThatCode(() -> CertificateFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
