package io.wwep.examples;

import io.wwep.gateway.Quality;
import io.wwep.gateway.register.Register;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jspecify.annotations.Nullable;

/** Draws a table in a terminal, with the current value of each register in a row. */
final class ChangeTable implements ChangeView {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** Fits a terminal of 40 columns, with values of up to 9 characters. */
    private static final String ROW = "%-8s  %-9s  %-7s  %s";

    private final Terminal terminal;
    private final Display display;
    private final String heading;
    private final List<Register<?>> registers;
    private final MessageRewriter messages;
    private final Map<Integer, Change> newest = new TreeMap<>();
    /** The newest cause, shown once: an unreachable server affects all registers. */
    private String cause = "";

    private Size size;

    private ChangeTable(Terminal terminal, String heading, List<Register<?>> registers, MessageRewriter messages) {
        this.terminal = terminal;
        this.heading = heading;
        this.registers = registers;
        this.messages = messages;
        this.display = new Display(terminal, false);
        this.size = terminal.getSize();
    }

    /** Opens a view in a terminal that supports drawing. */
    static ChangeTable on(Terminal terminal, String heading, List<Register<?>> registers, MessageRewriter messages) {
        ChangeTable view = new ChangeTable(terminal, heading, registers, messages);
        terminal.handle(Terminal.Signal.WINCH, signal -> view.resize());
        // By default, JLine leaves Ctrl-C to the system, which ends the process without shutdown hooks.
        terminal.handle(Terminal.Signal.INT, signal -> System.exit(ExitCode.ACCEPTED));
        view.draw();
        return view;
    }

    @Override
    public synchronized void show(Change change) {
        newest.put(change.register().number(), change);
        String why = change.cause(messages);
        cause = why.isEmpty() ? cause : why;
        draw();
    }

    private synchronized void resize() {
        size = terminal.getSize();
        draw();
    }

    private synchronized void draw() {
        List<AttributedString> above = new ArrayList<>();
        addWhole(above, heading + "; press Ctrl-C to stop");
        addWhole(above, "");
        addBeginning(above, String.format(ROW, "register", "value", "quality", "read at"));
        List<AttributedString> below = new ArrayList<>();
        if (!cause.isEmpty()
                && newest.values().stream().anyMatch(change -> change.reading().cause() != null)) {
            addWhole(below, "");
            addWhole(below, cause);
        }
        int room = Math.max(1, size.getRows() - 2 - above.size() - below.size());
        List<AttributedString> lines = new ArrayList<>(above);
        registers.stream().limit(room).forEach(register -> addBeginning(lines, row(register)));
        if (registers.size() > room) {
            addWhole(lines, "... and " + (registers.size() - room) + " more; select with --register");
        }
        lines.addAll(below);
        addWhole(lines, "");
        display.resize(size);
        display.update(lines, size.cursorPos(lines.size() - 1, 0));
        terminal.flush();
    }

    private String row(Register<?> register) {
        @Nullable Change change = newest.get(register.number());
        if (change == null) {
            return String.format("%02X", register.number());
        }
        boolean unset = change.reading().quality() == Quality.UNSET;
        return String.format(
                ROW,
                change.number(),
                change.value(),
                change.reading().quality(),
                unset ? "" : TIME.format(change.reading().time()));
    }

    private void addWhole(List<AttributedString> lines, String line) {
        lines.addAll(new AttributedString(line).columnSplitLength(size.getColumns()));
    }

    private void addBeginning(List<AttributedString> lines, String line) {
        lines.add(new AttributedString(line.stripTrailing()).columnSubSequence(0, size.getColumns()));
    }

    /** Leaves the table in place and the cursor below it. */
    @Override
    public void close() {
        SystemTerminal.close(terminal);
    }
}
