package io.wwep.examples.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void controlCharactersCannotForgeALineOfTheLog() {
        assertThat(Printable.of("wwep/x\n2026 ERROR\u001b[31m\u202e")).isEqualTo("wwep/x?2026 ERROR?[31m?");
    }

    @Test
    void longTextIsCut() {
        assertThat(Printable.of("x".repeat(10_000))).hasSize(501).endsWith("x…");
    }

    @Test
    void otherTextStaysAsItIs() {
        assertThat(Printable.of("Kessel °C 😀")).isEqualTo("Kessel °C 😀");
    }
}
