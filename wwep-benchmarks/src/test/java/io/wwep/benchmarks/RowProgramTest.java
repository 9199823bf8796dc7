package io.wwep.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.row.Placement;
import io.wwep.benchmarks.row.Report;
import io.wwep.benchmarks.row.Row;
import io.wwep.benchmarks.row.RowContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowProgramTest {

    private final List<String> passedOn = new ArrayList<>();

    @Test
    void aFailedRowKeepsItsEarlierResults() {
        Row row = new Row() {
            @Override
            public String name() {
                return "late";
            }

            @Override
            public void run(RowContext context, Report report) throws IOException {
                report.note("measured");
                throw new IOException("no more");
            }
        };
        Report report = new Report(Placement.UNPINNED, line -> {}, passedOn::add);

        assertThat(RowProgram.run(row, Path.of("."), Effort.TRIAL, report)).isEqualTo(1);
        assertThat(passedOn).containsExactly("measured");
    }

    @Test
    void aRowsProcessReportsWhyItFailed() {
        assertThat(RowProgram.failure("failure\tjava.io.IOException: no more"))
                .contains("java.io.IOException: no more");
        assertThat(RowProgram.failure("what else a client prints")).isEmpty();
    }
}
