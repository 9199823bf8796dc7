package io.wwep.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wwep.benchmarks.row.Line;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Line LINE =
            new Line(List.of("sync", "one core", "7.00 µs", "6.90 µs", "–", "0.99", "–", "–", "ratio ≥ 0.97", "meets"));

    @Test
    void columnsAreAligned() {
        List<String> table = Table.of(List.of(Line.HEADINGS, LINE.cells()));
        assertThat(table).hasSize(3);
        assertThat(table).extracting(String::length).containsOnly(table.get(0).length());
        assertThat(table.get(0)).startsWith("| row  | placement | ours    |");
        assertThat(table.get(1)).startsWith("|------|-----------|---------|");
        assertThat(table.get(2)).startsWith("| sync | one core  | 7.00 µs |").endsWith("| ratio ≥ 0.97 | meets   |");
    }

    @Test
    void aLineHasACellForEachHeading() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Line(Collections.nCopies(3, "cell")))
                .withMessageContaining("3 cells for 10 headings");
    }

    @Test
    void aRowsProcessReportsItsLinesAndNotes() {
        assertThat(RowProgram.line("line\t" + String.join("\t", LINE.cells()))).contains(LINE);
        assertThat(RowProgram.note("note\tsomething")).contains("something");
        assertThat(RowProgram.line("what else a client prints")).isEmpty();
        assertThat(RowProgram.note("what else a client prints")).isEmpty();
    }
}
