package io.wwep.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the seeds and past findings of fuzzing the decoders. */
class DecoderFuzzInputsTest {

    static List<Named<byte[]>> requests() {
        return FuzzInputs.of(RequestFuzzer.class);
    }

    static List<Named<byte[]>> replies() {
        return FuzzInputs.of(ReplyFuzzer.class);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void theRequestsInAnInputAreFound(byte[] input) {
        assertThatCode(() -> RequestFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("replies")
    void anInputIsAReplyOrADocumentedProblem(byte[] input) {
        assertThatCode(() -> ReplyFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
