package io.wwep.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadOptionsTest {

    @Test
    void withoutOptionsEverythingIsMeasured() {
        LoadOptions options = LoadOptions.of();
        assertThat(options.active()).isEqualTo(1_000);
        assertThat(options.abuses()).containsExactly(Abuse.values());
    }

    @Test
    void eachOptionCanBeGiven() {
        LoadOptions options = LoadOptions.of("--active", "5", "--idle", "7", "--seconds", "2", "--only", "slow");
        assertThat(options.active()).isEqualTo(5);
        assertThat(options.idle()).isEqualTo(7);
        assertThat(options.seconds()).isEqualTo(2);
        assertThat(options.abuses()).containsExactly(Abuse.SLOW);
        assertThat(LoadOptions.of("--only", "quiet").abuses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--active 0, from 1 to",
                "--idle x, not 'x'",
                "--only rude, there is no abuse 'rude'",
                "--only, its value is missing",
                "--loud 1, '--loud' is not an option"
            })
    void invalidArgumentsAreExplained(String arguments, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadOptions.of(arguments.split(" ", -1)))
                .withMessageContaining(why)
                .withMessageContaining("usage: tools/benchmarks load")
                .withMessageContaining("half-closed");
    }
}
