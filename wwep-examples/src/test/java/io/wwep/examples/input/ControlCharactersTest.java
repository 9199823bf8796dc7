package io.wwep.examples.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCharactersTest {

    @Test
    void whatATerminalWouldObeyIsEscaped() {
        assertThat(ControlCharacters.escaped("a\u001b[31m\r\nb\u202ec\u2028\u009b"))
                .isEqualTo("a\\u001B[31m\\u000D\\u000Ab\\u202Ec\\u2028\\u009B");
    }

    @Test
    void aSpaceThatLooksLikeAnotherIsEscaped() {
        assertThat(ControlCharacters.escaped("my file\u00a0.pem")).isEqualTo("my file\\u00A0.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C:\\certs\\root.pem", "Schlüssel °C 😀.pem"})
    void otherTextStaysAsItIs(String text) {
        assertThat(ControlCharacters.escaped(text)).isEqualTo(text);
    }
}
