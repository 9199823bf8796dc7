package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the seed inputs of the transcript fuzzer, and inputs that once failed. */
class TranscriptFuzzInputsTest {

    static List<Named<byte[]>> transcripts() {
        return FuzzInputs.of(TranscriptFuzzer.class);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void aTranscriptIsParsedOrRefused(byte[] input) {
        assertThatCode(() -> TranscriptFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
