package io.wwep.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.server.Servers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That rows run at all; what they measure in a moment means nothing, and nothing is said of it. Without peers, which leave threads. */
class RowsTest {

    @ParameterizedTest
    @ValueSource(strings = {"sync", "pipelined-64", "tls-connect", "jar"})
    void aRowRuns(String name) throws Exception {
        Row row = Rows.all().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
        Report report = new Report(Placement.UNPINNED);
        Path certificates = Path.of(System.getProperty("wwep.home"), "certs");
        try (Servers servers = new Servers(certificates)) {
            row.run(new Setting(Effort.TRIAL, servers, List.of()), report);
        }
        assertThat(report.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.cells()).doesNotContain("").contains("unpinned"));
    }

    @Test
    void aRatioMeetsItsGoalFromThereOn() {
        Goal goal = Goal.ratioAtLeast(0.97);
        assertThat(goal.verdict(0, 0, 0.97)).isEqualTo("meets");
        assertThat(goal.verdict(0, 0, 0.96)).isEqualTo("short");
    }

    @Test
    void aColdStartMayTakeSoMuchMoreThanTheRawOne() {
        Goal goal = Goal.aboveRawAtMost(20, "ms");
        assertThat(goal.verdict(80, 60, 0.75)).isEqualTo("meets");
        assertThat(goal.verdict(81, 60, 0.75)).isEqualTo("short");
    }
}
