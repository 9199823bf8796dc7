package io.wwep.benchmarks;

import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.row.Line;
import io.wwep.benchmarks.row.Placement;
import io.wwep.benchmarks.row.Report;
import io.wwep.benchmarks.row.Row;
import io.wwep.benchmarks.row.Rows;
import io.wwep.benchmarks.row.Setting;
import io.wwep.benchmarks.server.Servers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One row in one place, as a process: what the JVM has learned of one row must not show in the next, and a process can
 * be pinned as a whole.
 */
final class RowProgram {

    private static final String LINE = "line";
    private static final String NOTE = "note";
    private static final String TAB = "\t";

    private RowProgram() {}

    /** Takes the row, the placement it was started in, {@code quick} or {@code full}, and where the checkout is. */
    public static void main(String[] args) throws Exception {
        Row row = Rows.all().stream()
                .filter(it -> it.name().equals(args[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row " + args[0]));
        Report report = new Report(Placement.valueOf(args[1]));
        Path home = Path.of(args[3]);
        Effort effort = args[2].equals("quick") ? Effort.QUICK : Effort.FULL;
        try (Servers servers = new Servers(home.resolve("certs"))) {
            row.run(new Setting(home, effort, servers, Rows.peers()), report);
        }
        report.lines().forEach(line -> System.out.println(LINE + TAB + String.join(TAB, line.cells())));
        report.notes().forEach(note -> System.out.println(NOTE + TAB + note));
        System.out.flush();
        // Some clients leave threads behind.
        System.exit(0);
    }

    /** A line of the table in what the program printed. */
    static Optional<Line> line(String printed) {
        String[] parts = printed.split(TAB, -1);
        return parts[0].equals(LINE)
                ? Optional.of(new Line(Arrays.asList(parts).subList(1, parts.length)))
                : Optional.empty();
    }

    /** A note in what the program printed. */
    static Optional<String> note(String printed) {
        return printed.startsWith(NOTE + TAB) ? Optional.of(printed.substring(NOTE.length() + 1)) : Optional.empty();
    }
}
