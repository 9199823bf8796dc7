package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.wwep.check.FuzzInputs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the seed inputs of the connection fuzzer, and inputs that once failed. */
class ConnectionFuzzInputsTest {

    static List<Named<byte[]>> streams() {
        return FuzzInputs.of(ConnectionFuzzer.class);
    }

    @BeforeEach
    void start() throws IOException {
        ConnectionFuzzer.fuzzerInitialize();
    }

    @AfterEach
    void end() {
        ConnectionFuzzer.fuzzerTearDown();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theServerAnswersAStreamLikeItsModel(byte[] input) {
        assertThatCode(() -> ConnectionFuzzer.fuzzerTestOneInput(input)).doesNotThrowAnyException();
    }
}
