package io.wwep.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndpointMeasureTest {

    @Test
    void aPrintedFigureIsReadBack() {
        String printed = EndpointMeasure.OTHERS_P99.print(1.25e6);
        assertThat(EndpointMeasure.of(printed)).contains(EndpointMeasure.OTHERS_P99);
        assertThat(EndpointMeasure.figure(printed)).isEqualTo(1.25e6);
        assertThat(EndpointMeasure.of("what else a client prints")).isEmpty();
    }

    @Test
    void aGoalIsMetUpToItsLimit() {
        assertThat(EndpointMeasure.HEAP.goal()).isEqualTo("≤ 6.0 KB");
        assertThat(EndpointMeasure.HEAP.verdict(6 * 1024)).isEqualTo("meets");
        assertThat(EndpointMeasure.HEAP.verdict(6.1 * 1024)).isEqualTo("short");
    }

    @Test
    void aFigureThatRoundsToZeroHasNoSign() {
        assertThat(EndpointMeasure.DIRECT.text(-10)).isEqualTo("0.0 KB");
        assertThat(EndpointMeasure.DIRECT.verdict(10)).isEqualTo("meets");
        assertThat(EndpointMeasure.DIRECT.verdict(1024)).isEqualTo("short");
    }

    @Test
    void aMeasureWithoutAGoalHasNoVerdict() {
        assertThat(EndpointMeasure.CPU.text(0.123)).isEqualTo("12.3 %");
        assertThat(EndpointMeasure.CPU.goal()).isEqualTo(Line.NONE);
        assertThat(EndpointMeasure.CPU.verdict(0.123)).isEqualTo(Line.NONE);
    }
}
