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
        assertThat(run.lines())
                .filteredOn(line -> !line.contains("wwep-demo-root-ca.pem")) // as long as its path
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(85));
        assertThat(run.out())
                .contains("1  0 plain  W00F6050001  A00F6050001  on")
                .contains("2  1 TLS    W00F6060001  A00F6060001  on")
                .contains("3  0 plain  W00F6050000  A00F6050000  off")
                .contains("4  1 TLS    W00F6060000  A00F6060000  off")
                .containsPattern("TLS +W0FAC0B1234 +A0FAC0B1234 +written over TLS")
                .containsPattern("plain +R0FAC0B +A0FAC0B1234 +and read without it")
                .containsPattern("plain +W01234 +X ")
                .containsPattern("TLS +R0BAC0B +X ")
                .contains("All 8 replies were correct.");
        assertThat(run.lines().stream().filter(line -> line.contains("127.0.0.1:")))
                .as("the server's address, and its eight exchanges")
                .hasSize(9);
    }
}
