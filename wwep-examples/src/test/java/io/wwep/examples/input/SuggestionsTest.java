package io.wwep.examples.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

    private static final List<String> COMMANDS = List.of("led", "dual-led", "packets", "write", "read", "raw", "certs");

    @ParameterizedTest
    @CsvSource({"wirte,write", "pack,packets", "lde,led", "cert,certs", "reed,read", "dualled,dual-led"})
    void closeWordsAreSuggested(String typed, String meant) {
        assertThat(Suggestions.question(typed, COMMANDS)).isEqualTo("; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"completion", "help", "version", "x", "''", "lamp"})
    void nothingIsSuggestedForOtherWords(String typed) {
        assertThat(Suggestions.question(typed, COMMANDS)).isEmpty();
    }

    @Test
    void severalSuggestionsAreJoined() {
        assertThat(Suggestions.question("rad", COMMANDS)).isEqualTo("; did you mean raw or read?");
    }

    @Test
    void anOptionIsComparedWithoutItsDashes() {
        assertThat(Suggestions.question("--hots", List.of("-h", "--host", "--help")))
                .isEqualTo("; did you mean --host?");
    }
}
