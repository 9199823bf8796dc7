package io.wwep.examples;

import static io.wwep.examples.InProcess.wwep;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoCommandTest {

    @Test
    void itShowsEveryMessageTheLedAndTheServersTable() {
        InProcess run = wwep("demo");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(85));
        assertThat(run.out())
                .contains("1  W00F6050001  A00F6050001  on")
                .contains("2  W00F6050000  A00F6050000  off")
                .contains("3  W00F6050001  A00F6050001  on")
                .contains("4  W00F6050000  A00F6050000  off")
                .containsPattern("W01234 +X ")
                .containsPattern("R0BAC0B +X ")
                .contains("All 6 replies were right.");
        assertThat(run.lines().stream().filter(line -> line.contains("127.0.0.1:")))
                .as("where the server listens, and its six transactions")
                .hasSize(7);
    }
}
