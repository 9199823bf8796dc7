package io.wwep.benchmarks.row;

import io.wwep.benchmarks.measure.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The results of a row: its lines, and notes on them.
 *
 * <p>Not thread-safe.
 */
public final class Report {

    private final Placement placement;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private final Consumer<Line> onLine;
    private final Consumer<String> onNote;

    public Report(Placement placement) {
        this(placement, line -> {}, note -> {});
    }

    /** Creates a report that passes on each line and note at once, so that a row that fails later keeps them. */
    public Report(Placement placement, Consumer<Line> onLine, Consumer<String> onNote) {
        this.placement = placement;
        this.onLine = onLine;
        this.onNote = onNote;
    }

    Placement placement() {
        return placement;
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    public void note(String text) {
        notes.add(text);
        onNote.accept(text);
    }

    /**
     * Adds the line of a comparison, and a note of each peer's ratio.
     *
     * @param ours null if our client does not support this yet
     * @param raw the baseline of ours
     * @param without why there is no peer
     */
    void compare(
            String title,
            Unit unit,
            @Nullable Comparison ours,
            Figures raw,
            List<Comparison> peers,
            String without,
            Optional<Goal> goal) {
        Optional<Comparison> best = peers.stream()
                .max(Comparator.comparingDouble(peer -> peer.ratio().median()));
        String verdict = ours == null
                ? "not there yet"
                : goal.map(it -> it.verdict(
                                unit.scaled(ours.figures().median()),
                                unit.scaled(ours.aboveRaw().median()),
                                ours.ratio().median()))
                        .orElse(Line.NONE);
        add(new Line(List.of(
                title,
                placement.label(),
                ours == null ? "not there yet" : unit.text(ours.figures()),
                unit.text(raw),
                best.map(peer -> peer.name() + " " + unit.text(peer.figures())).orElse(without),
                ours == null ? Line.NONE : beside(ours, unit, goal),
                best.map(peer -> ratio(peer.ratio())).orElse(Line.NONE),
                ours == null
                        ? Line.NONE
                        : best.map(peer -> ratio(ours.ratio().over(peer.ratio())))
                                .orElse(Line.NONE),
                goal.map(Goal::text).orElse(Line.NONE),
                verdict)));
        for (Comparison peer : peers) {
            note(title + ", " + placement.label() + ": " + peer.name() + " " + unit.text(peer.figures()) + ", its raw "
                    + unit.text(peer.raw()) + ", ratio " + ratio(peer.ratio()));
        }
    }

    /** Adds a line of figures without ratios. */
    void add(String title, String ours, String raw, String peer, String goal, String verdict) {
        add(new Line(
                List.of(title, placement.label(), ours, raw, peer, Line.NONE, Line.NONE, Line.NONE, goal, verdict)));
    }

    private void add(Line line) {
        lines.add(line);
        onLine.accept(line);
    }

    /** Returns the ratio, preceded by the difference if the goal is a difference. */
    private static String beside(Comparison ours, Unit unit, Optional<Goal> goal) {
        String ratio = ratio(ours.ratio());
        return goal.filter(Goal::isDifference).isPresent()
                ? "raw + " + unit.text(ours.aboveRaw()) + ", " + ratio
                : ratio;
    }

    private static String ratio(Figures figures) {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", figures.median(), figures.min(), figures.max());
    }
}
