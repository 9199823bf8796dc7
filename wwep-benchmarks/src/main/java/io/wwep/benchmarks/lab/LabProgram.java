package io.wwep.benchmarks.lab;

import io.wwep.benchmarks.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the lab with a class: from the press of a board's button to the LED and to the table, and what 500 open pages cost
 * other clients of the server.
 */
public final class LabProgram {

    private static final int BAD_USAGE = 2;
    private static final int BOARDS = 50;
    private static final int PAGES = 500;
    private static final int WARM_UP_SECONDS = 5;
    private static final double MOST = 0.95;
    private static final double NEARLY_ALL = 0.99;

    /** How long to measure. */
    private record Effort(int pressSeconds, int rounds, int roundSeconds) {}

    private static final Effort FULL = new Effort(60, 10, 10);
    private static final Effort QUICK = new Effort(10, 3, 5);

    private final Effort effort;

    private LabProgram(Effort effort) {
        this.effort = effort;
    }

    /** Accepts {@code --quick}. */
    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        if (!options.isEmpty() && !options.equals(List.of("--quick"))) {
            System.err.println("benchmarks: '" + String.join(" ", args)
                    + "' is not an option. usage: tools/benchmarks lab" + " [--quick]");
            System.exit(BAD_USAGE);
        }
        Machine.description().forEach(System.out::println);
        new LabProgram(options.isEmpty() ? FULL : QUICK).run(Path.of(System.getProperty("wwep.home", "..")));
    }

    private void run(Path home) throws Exception {
        try (LabProcess lab = new LabProcess(home)) {
            measureBoards(lab);
            measurePages(lab);
        }
    }

    private void measureBoards(LabProcess lab) throws Exception {
        try (Boards boards = new Boards(BOARDS, lab.page())) {
            boards.press(WARM_UP_SECONDS);
            Boards.Times times = boards.press(effort.pressSeconds);
            row(BOARDS + " boards, " + times.leds().size() + " presses: to the LED", "p50", times.leds(), 0.5);
            row("", "p95", times.leds(), MOST);
            row("to the exchange in the stream", "p50", times.events(), 0.5);
            row("", "p95", times.events(), MOST);
        }
    }

    private void measurePages(LabProcess lab) throws Exception {
        List<Long> alone = new ArrayList<>();
        List<Long> watched = new ArrayList<>();
        HonestClients.run(lab.plain(), WARM_UP_SECONDS);
        for (int round = 0; round < effort.rounds; round++) {
            alone.addAll(HonestClients.run(lab.plain(), effort.roundSeconds));
            try (OpenPages pages = new OpenPages(PAGES, lab.page())) {
                watched.addAll(HonestClients.run(lab.plain(), effort.roundSeconds));
                if (pages.open() != PAGES) {
                    throw new IllegalStateException("only " + pages.open() + " pages stayed open");
                }
            }
        }
        row("exchanges without a page", "p50", alone, 0.5);
        row("", "p99", alone, NEARLY_ALL);
        row("exchanges with " + PAGES + " pages", "p50", watched, 0.5);
        row("", "p99", watched, NEARLY_ALL);
        System.out.printf(
                Locale.ROOT,
                "%-48s %8s %10.2f%n",
                "with pages ÷ without",
                "p99",
                Percentile.millis(watched, NEARLY_ALL) / Percentile.millis(alone, NEARLY_ALL));
    }

    private static void row(String what, String percentile, List<Long> nanos, double part) {
        System.out.printf(Locale.ROOT, "%-48s %8s %10.2f ms%n", what, percentile, Percentile.millis(nanos, part));
    }
}
