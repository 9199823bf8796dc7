package io.wwep.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(new Figures(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
        assertThat(new Figures(List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
        assertThat(new Figures(List.of(7.0)).median()).isEqualTo(7);
    }

    @Test
    void theSpreadIsMinimumAndMaximum() {
        Figures figures = new Figures(List.of(3.0, 9.0, 1.0, 2.0));
        assertThat(figures.min()).isEqualTo(1);
        assertThat(figures.max()).isEqualTo(9);
    }

    @Test
    void aRatioIsComputedWithinEachRepetition() {
        // In the second repetition the machine was three times slower for both sides.
        Figures mine = new Figures(List.of(10.0, 30.0, 10.0));
        Figures theirs = new Figures(List.of(5.0, 15.0, 5.0));
        assertThat(mine.over(theirs)).isEqualTo(new Figures(List.of(2.0, 2.0, 2.0)));
    }

    @Test
    void figuresOfDifferentRunsHaveNoRatio() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figures(List.of(1.0)).over(new Figures(List.of(1.0, 2.0))))
                .withMessageContaining("1 and of 2 repetitions");
    }

    @Test
    void thereIsAtLeastOneFigure() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Figures(List.of()));
    }

    @Test
    void ninetyNineOfAHundredValuesAreWithinThePercentile() {
        assertThat(Figures.percentile(LongStream.rangeClosed(1, 100).toArray(), 0.99))
                .isEqualTo(99);
        assertThat(Figures.percentile(new long[] {5}, 0.99)).isEqualTo(5);
        assertThat(Figures.percentile(new long[0], 0.99)).isNaN();
    }
}
