package io.wwep.benchmarks;

import io.wwep.benchmarks.row.Line;
import io.wwep.benchmarks.row.Placement;
import io.wwep.benchmarks.row.Row;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs rows, each in a process of its own, prints the table and writes it to a file. */
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

    /** Takes the options of {@code tools/benchmarks}; the system property {@code wwep.home} tells where the checkout is. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(BAD_USAGE);
            return;
        }
        System.exit(new Benchmarks(options, Path.of(System.getProperty("wwep.home", "."))).run() ? 0 : ROW_FAILED);
    }

    /** Tells whether every row was measured. */
    private boolean run() throws IOException, InterruptedException {
        List<String> machine = Machine.description();
        for (Row row : options.rows()) {
            for (Placement placement : row.placements(options.quick())) {
                System.err.println("benchmarks: " + row.name() + ", " + placement.label());
                if (isThere(placement)) {
                    run(row, placement);
                } else {
                    note(row.name() + ": not measured on " + placement.label() + ", there is no taskset");
                }
            }
        }
        List<String> table = table();
        table.forEach(System.out::println);
        notes.forEach(note -> System.out.println("- " + note));
        machine.forEach(System.out::println);
        if (options.only().isEmpty() && !options.quick()) {
            write(machine, table);
        }
        return !failed;
    }

    private void run(Row row, Placement placement) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(placement.command());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RowProgram.class.getName(),
                row.name(),
                placement.name(),
                options.quick() ? "quick" : "full",
                home.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String printed = output.readLine(); printed != null; printed = output.readLine()) {
                RowProgram.line(printed).ifPresent(lines::add);
                RowProgram.note(printed).ifPresent(this::note);
            }
        }
        if (process.waitFor() != 0) {
            failed = true;
            note(row.name() + ", " + placement.label() + ": FAILED, see what was printed above the table");
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
        text.add(
                "Written by `tools/benchmarks`; [README.md](README.md) says what the rows are. Medians, and in brackets the"
                        + " least and the most.");
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

    private static boolean isThere(Placement placement) {
        return placement.command().isEmpty()
                || Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(
                                Path.of(folder, placement.command().get(0))));
    }
}
