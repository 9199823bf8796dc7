package io.wwep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasureTest {

    private static final Measure HEAP = Measure.of("heap", "%.1f KB", 1024, 6);
    private static final Measure DIRECT = Measure.of("direct memory", "%.1f KB", 1024, 0);

    @Test
    void aPrintedFigureIsReadBack() {
        PrintedFigure figure = new PrintedFigure("HEAP", 1.25e6);
        assertThat(PrintedFigure.parse(figure.toString())).contains(figure);
        assertThat(PrintedFigure.parse("another line")).isEmpty();
    }

    @Test
    void aGoalIsMetUpToItsLimit() {
        assertThat(HEAP.goal()).isEqualTo("≤ 6.0 KB");
        assertThat(HEAP.verdict(6 * 1024)).isEqualTo("meets");
        assertThat(HEAP.verdict(6.1 * 1024)).isEqualTo("short");
    }

    @Test
    void aFigureThatRoundsToZeroHasNoSign() {
        assertThat(DIRECT.text(-10)).isEqualTo("0.0 KB");
        assertThat(DIRECT.verdict(10)).isEqualTo("meets");
        assertThat(DIRECT.verdict(1024)).isEqualTo("short");
    }

    @Test
    void aMeasureWithoutAGoalHasNoVerdict() {
        Measure cpu = Measure.of("CPU of a core", "%.1f %%", 0.01);
        assertThat(cpu.text(0.123)).isEqualTo("12.3 %");
        assertThat(cpu.goal()).isEqualTo(Measure.NONE);
        assertThat(cpu.verdict(0.123)).isEqualTo(Measure.NONE);
    }
}
