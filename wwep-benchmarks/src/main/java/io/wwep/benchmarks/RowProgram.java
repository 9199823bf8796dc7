package io.wwep.benchmarks;

import io.wwep.benchmarks.measure.Effort;
import io.wwep.benchmarks.row.Line;
import io.wwep.benchmarks.row.Placement;
import io.wwep.benchmarks.row.Report;
import io.wwep.benchmarks.row.Row;
import io.wwep.benchmarks.row.RowContext;
import io.wwep.benchmarks.row.Rows;
import io.wwep.benchmarks.server.Servers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Runs one row with one placement in its own process, so that JIT profiles do not carry over to the next row and the
 * whole process can be pinned.
 */
final class RowProgram {

    private static final String LINE = "line";
    private static final String NOTE = "note";
    private static final String FAILURE = "failure";
    private static final String TAB = "\t";

    private RowProgram() {}

    /** Accepts the row, its placement, {@code quick} or {@code full}, and the path of the checkout. */
    public static void main(String[] args) {
        Row row = Rows.all().stream()
                .filter(it -> it.name().equals(args[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row " + args[0]));
        Report report = new Report(
                Placement.valueOf(args[1]),
                line -> print(LINE, String.join(TAB, line.cells())),
                note -> print(NOTE, note));
        Path home = Path.of(args[3]);
        Effort effort = args[2].equals("quick") ? Effort.QUICK : Effort.FULL;
        // Some clients leave threads behind.
        System.exit(run(row, home, effort, report));
    }

    /** Runs a row, which prints each result as soon as it is measured; returns the exit code of the process. */
    static int run(Row row, Path home, Effort effort, Report report) {
        try (Servers servers = new Servers(home.resolve("certs"))) {
            row.run(new RowContext(home, effort, servers, Rows.peers()), report);
            return 0;
        } catch (Exception | LinkageError | AssertionError | OutOfMemoryError e) {
            print(FAILURE, e.toString().replaceAll("\\s+", " "));
            e.printStackTrace();
            return 1;
        }
    }

    private static void print(String kind, String text) {
        System.out.println(kind + TAB + text);
        System.out.flush();
    }

    /** Parses a line of the table from the program's output. */
    static Optional<Line> line(String printed) {
        String[] parts = printed.split(TAB, -1);
        return parts[0].equals(LINE)
                ? Optional.of(new Line(Arrays.asList(parts).subList(1, parts.length)))
                : Optional.empty();
    }

    /** Parses a note from the program's output. */
    static Optional<String> note(String printed) {
        return after(NOTE, printed);
    }

    /** Parses the reason of a failure from the program's output. */
    static Optional<String> failure(String printed) {
        return after(FAILURE, printed);
    }

    private static Optional<String> after(String kind, String printed) {
        return printed.startsWith(kind + TAB) ? Optional.of(printed.substring(kind.length() + 1)) : Optional.empty();
    }
}
