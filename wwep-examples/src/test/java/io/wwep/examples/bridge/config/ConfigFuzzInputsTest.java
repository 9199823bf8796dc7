package io.wwep.examples.bridge.config;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the seeds and past findings of fuzzing the reader of configuration files. */
class ConfigFuzzInputsTest {

    static List<Named<byte[]>> inputs() {
        return FuzzInputs.of(ConfigFuzzer.class);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void anyFileIsReadOrRejectedWithMessages(byte[] input) {
        assertThatCode(() -> ConfigFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
