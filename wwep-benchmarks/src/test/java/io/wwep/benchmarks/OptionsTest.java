package io.wwep.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wwep.benchmarks.row.Row;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void withoutOptionsAllRowsRunInFull() {
        Options options = Options.of();
        assertThat(options.quick()).isFalse();
        assertThat(options.rows())
                .extracting(Row::name)
                .contains("sync", "tls", "jar")
                .doesNotHaveDuplicates();
    }

    @Test
    void oneRowCanRunAlone() {
        Options options = Options.of("--quick", "--only", "tls");
        assertThat(options.quick()).isTrue();
        assertThat(options.rows()).extracting(Row::name).containsExactly("tls");
    }

    @Test
    void aWrongRowIsRejectedWithTheListOfRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--only", "tsl"))
                .withMessageContaining("no row 'tsl'")
                .withMessageContaining("pipelined-64");
    }

    @Test
    void anUnknownOptionIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--fast"))
                .withMessageContaining("--fast");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--only"))
                .withMessageContaining("usage");
    }
}
