package io.wwep.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.client.Work;
import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.measure.Figures;
import io.wwep.benchmarks.server.Servers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that rows run; such short measurements mean nothing, so no figure is checked. Without peers, which leave
 * threads.
 */
class RowsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sync",
                "pipelined-64",
                "futures-1",
                "futures-64",
                "endpoints-1000",
                "latency-2",
                "latency-futures-2000",
                "tls-connect",
                "allocation",
                "allocation-futures",
                "cpu-1024",
                "jar"
            })
    void aRowRuns(String name) throws Exception {
        Row row = Rows.all().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
        Report report = new Report(Placement.UNPINNED);
        Path home = Path.of(System.getProperty("wwep.home"));
        try (Servers servers = new Servers(home.resolve("certs"))) {
            row.run(new RowContext(home, Effort.TRIAL, servers, List.of()), report);
        }
        assertThat(report.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.cells()).doesNotContain("").contains("unpinned"));
    }

    @Test
    void aRatioAtItsGoalMeetsIt() {
        Goal goal = Goal.ratioAtLeast(0.97);
        assertThat(goal.verdict(0, 0, 0.97)).isEqualTo("meets");
        assertThat(goal.verdict(0, 0, 0.96)).isEqualTo("short");
    }

    @Test
    void aColdStartMayExceedTheRawOneByItsGoal() {
        Goal goal = Goal.aboveRawAtMost(20, "ms");
        assertThat(goal.verdict(80, 20, 0.75)).isEqualTo("meets");
        assertThat(goal.verdict(80, 21, 0.75)).isEqualTo("short");
    }

    @Test
    void aDifferenceIsComputedWithinEachRepetition() {
        Figures ours = new Figures(List.of(80e6, 100e6, 70e6));
        Figures raw = new Figures(List.of(60e6, 81e6, 60e6));
        Report report = new Report(Placement.UNPINNED);
        report.compare(
                "cold start",
                Unit.MILLISECONDS,
                new Comparison("WWEP", ours, raw),
                raw,
                List.of(),
                Line.NONE,
                Optional.of(Goal.aboveRawAtMost(19, "ms")));
        assertThat(report.lines().get(0).cells())
                .contains("raw + 19.00 ms (10.00–20.00), 0.81 (0.75–0.86)", "≤ raw + 19 ms", "meets");
    }

    @Test
    void aQuickRunHasBothPlacementsIfEachHasItsOwnGoal() {
        ComparisonRow row = new ComparisonRow("futures", "futures", Work.FUTURES, false);
        Goal low = Goal.ratioAtLeast(0.3);
        assertThat(row.goal(low).placements(true)).containsExactly(Placement.ONE_CORE);
        assertThat(row.goals(low, Goal.ratioAtLeast(0.5)).placements(true))
                .containsExactlyInAnyOrder(Placement.values());
    }

    @Test
    void aQuickRunIncludesEveryRow() {
        assertThat(Rows.all())
                .allSatisfy(row -> assertThat(row.placements(true)).isNotEmpty());
    }
}
