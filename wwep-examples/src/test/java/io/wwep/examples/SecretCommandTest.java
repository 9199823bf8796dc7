package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.examples.security.SimilarDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretCommandTest {

    @Test
    void allPartsAreShownInOrder() {
        InProcess run = wwep("secret");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsSubsequence("1. A checksum", "2. Sealed", "3. An AES key", "4. The man in the middle");
        assertThat(run.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theLastLineSaysThatItIsALesson() {
        assertThat(wwep("secret digest").lines())
                .endsWith("", "This is a lesson, not a protocol to use: programs use TLS.");
    }

    @Test
    void digestsAreThoseOfTheShownTexts() {
        InProcess run = wwep("secret digest --text W0FAC050001");

        assertThat(run.out()).startsWith(" 1. ").doesNotContain(" 2. ");
        String changed = value(run, "changed", 0);
        assertThat(changed).hasSize(11).isNotEqualTo("W0FAC050001");
        assertThat(value(run, "text", 1)).isEqualTo(SimilarDigest.sha256("W0FAC050001"));
        assertThat(value(run, "changed", 1)).isEqualTo(SimilarDigest.sha256(changed));
        assertThat(value(run, "digest", 0))
                .startsWith(SimilarDigest.sha256("W0FAC050001").substring(0, 4));
    }

    @Test
    void aSealedTextIsOpenedWithItsKeyOnly() {
        InProcess run = wwep("secret seal --text Hello");

        assertThat(value(run, "as bytes", 0)).isEqualTo("48 65 6c 6c 6f");
        assertThat(value(run, "opened", 0)).isEqualTo("Hello");
        assertThat(value(run, "opened", 1)).isEqualTo("not possible");
        assertThat(value(run, "once more", 0)).isNotEqualTo(value(run, "sealed", 0));
    }

    @Test
    void theServerGetsTheSessionKeyOfTheClient() {
        InProcess run = wwep("secret session --text Hello");

        assertThat(value(run, "session key", 0)).isEqualTo(value(run, "session key", 1));
        assertThat(value(run, "text", 0)).isEqualTo("Hello");
        assertThat(value(run, "changed", 0)).startsWith("refused");
    }

    @Test
    void theManInTheMiddleReadsAndChangesTheTextUntilKeysAreSigned() {
        InProcess run = wwep("secret swap --text Hello");

        assertThat(value(run, "man reads", 0)).isEqualTo("Hello");
        assertThat(value(run, "server gets", 0)).startsWith("Hello").isNotEqualTo("Hello");
        assertThat(value(run, "server's", 0)).endsWith(": signed by the authority");
        assertThat(value(run, "man's own", 0)).endsWith(": not signed by the authority");
        String mansKey = value(run, "man", 0).replace(", his own", "");
        assertThat(value(run, "man's own", 0)).startsWith(mansKey);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret sea                | is not digest, seal, session or swap",
                "secret digest --text 7    | give a longer text",
                "secret --text ~           | --text has 0 bytes; give 1 to 190",
            })
    void badUsageIsExplained(String line, String message) {
        InProcess run = wwep(line.replace("~", ""));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"001B", "202E", "2028", "009B"})
    void aTextWithAControlCharacterIsRefusedAndTheCharacterIsNamed(String code) {
        InProcess run = wwep("secret --text Pay" + (char) Integer.parseInt(code, 16) + "100");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
        assertThat(run.err()).startsWith("wwep: --text has the control character U+" + code);
        assertThat(run.out()).isEmpty();
    }

    private static String value(InProcess run, String label, int index) {
        return run.lines().stream()
                .filter(line -> line.matches(" {4}\\Q" + label + "\\E {1,20}\\S.*"))
                .map(line -> line.substring(16))
                .skip(index)
                .findFirst()
                .orElseThrow();
    }
}
