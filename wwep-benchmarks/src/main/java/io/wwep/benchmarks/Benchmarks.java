package io.wwep.benchmarks;

import io.wwep.benchmarks.process.JavaCommand;
import io.wwep.benchmarks.process.LimitedProcess;
import io.wwep.benchmarks.row.Line;
import io.wwep.benchmarks.row.Placement;
import io.wwep.benchmarks.row.Row;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs each row in a separate process, prints the table and writes it to a file. */
final class Benchmarks {

    private static final int ROW_FAILED = 1;
    private static final int BAD_USAGE = 2;

    private final Options options;
    private final Path home;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean failed;

    private Benchmarks(Options options, Path home) {
        this.options = options;
        this.home = home;
    }

    /**
     * Accepts the options of {@code tools/benchmarks}; the system property {@code wwep.home} is the path of the
     * checkout.
     */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(BAD_USAGE);
            return;
        }
        Path home = Path.of(System.getProperty("wwep.home", ".")).toAbsolutePath();
        System.exit(new Benchmarks(options, home).run() ? 0 : ROW_FAILED);
    }

    /** Returns whether every row was measured. */
    private boolean run() throws IOException, InterruptedException {
        List<String> machine = Machine.description();
        for (Row row : options.rows()) {
            for (Placement placement : row.placements(options.quick())) {
                System.err.println("benchmarks: " + row.name() + ", " + placement.label());
                if (isAvailable(placement)) {
                    run(row, placement);
                } else {
                    note(row.name() + ": not measured on " + placement.label() + ", taskset is missing");
                }
            }
        }
        List<String> table = table();
        table.forEach(System.out::println);
        notes.forEach(note -> System.out.println("- " + note));
        machine.forEach(System.out::println);
        if (options.only().isEmpty() && !options.quick()) {
            if (failed) {
                System.err.println("benchmarks: RESULTS.md is unchanged because a row failed: see the notes");
            } else {
                write(machine, table);
            }
        }
        return !failed;
    }

    /** Runs a row in a separate process. A row that fails or does not start does not stop the others. */
    private void run(Row row, Placement placement) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        try {
            int exitCode = runProcess(row, placement, failures);
            if (exitCode != 0 && failures.isEmpty()) {
                failures.add("its process ended with exit code " + exitCode + "; its output is above the table");
            }
        } catch (IOException e) {
            failures.add("its process failed: " + e.getMessage());
        }
        for (String failure : failures) {
            failed = true;
            note(row.name() + ", " + placement.label() + ": FAILED: " + failure);
        }
    }

    private int runProcess(Row row, Placement placement, List<String> failures)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(placement.command());
        command.addAll(JavaCommand.of(
                "-cp",
                System.getProperty("java.class.path"),
                RowProgram.class.getName(),
                row.name(),
                placement.name(),
                options.quick() ? "quick" : "full",
                home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        try (LimitedProcess process = LimitedProcess.start(builder, LimitedProcess.ROW)) {
            for (String printed = process.output().readLine();
                    printed != null;
                    printed = process.output().readLine()) {
                RowProgram.line(printed).ifPresent(lines::add);
                RowProgram.note(printed).ifPresent(this::note);
                RowProgram.failure(printed).ifPresent(failures::add);
            }
            return process.waitFor();
        }
    }

    private List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Line.HEADINGS);
        lines.forEach(line -> rows.add(line.cells()));
        return Table.of(rows);
    }

    private void note(String text) {
        notes.add(text);
    }

    private void write(List<String> machine, List<String> table) throws IOException {
        List<String> text = new ArrayList<>();
        text.add("# Results");
        text.add("");
        text.add("Written by `tools/benchmarks`; [README.md](README.md) explains the rows. Medians, with minimum and"
                + " maximum in brackets.");
        text.add("");
        text.addAll(machine);
        text.add("");
        text.addAll(table);
        text.add("");
        text.add("## Notes");
        text.add("");
        notes.forEach(note -> text.add("- " + note));
        Path file = home.resolve("wwep-benchmarks").resolve("RESULTS.md");
        Files.write(file, text);
        System.err.println("benchmarks: written to " + file);
    }

    private static boolean isAvailable(Placement placement) {
        return placement.command().isEmpty()
                || Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(
                                Path.of(folder, placement.command().get(0))));
    }
}
