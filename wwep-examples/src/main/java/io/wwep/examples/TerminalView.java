package io.wwep.examples;

import io.wwep.examples.board.Press;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/**
 * Draws the board in a terminal, with the last presses below it, and reads keys.
 *
 * <p>JLine restores the terminal's settings when the view is closed or a signal ends the program.
 */
final class TerminalView implements LedView {

    private static final int PRESSES_KEPT = 100;

    private final BoardDrawing drawing;
    private final PressTable table;
    private final List<String> introduction;
    private final Terminal terminal;
    private final Display display;
    private final Deque<String> rows = new ArrayDeque<>();
    private final List<Boolean> lit;
    private String connection = "not connected yet";
    private Size size;

    /** Puts the terminal into raw mode. */
    private TerminalView(
            Screen screen, List<String> introduction, List<String> names, PressTable table, Terminal terminal) {
        this.drawing = new BoardDrawing(screen, names);
        this.table = table;
        this.lit = new ArrayList<>(Collections.nCopies(names.size(), false));
        this.introduction = introduction;
        this.terminal = terminal;
        this.display = new Display(terminal, false);
        this.size = terminal.getSize();
        // Ctrl-C arrives as a key and quits the program, as q does.
        terminal.enterRawMode();
    }

    /**
     * Opens a view in a terminal that can be drawn in.
     *
     * @param table formats the presses and names the buttons
     */
    static TerminalView on(Terminal terminal, Screen screen, List<String> introduction, PressTable table) {
        TerminalView view = new TerminalView(screen, introduction, table.names(), table, terminal);
        terminal.handle(Terminal.Signal.WINCH, signal -> view.resize());
        view.draw();
        return view;
    }

    /** Returns the keyboard of this terminal. */
    Keyboard keyboard() {
        return new Keyboard(terminal.reader(), lit.size());
    }

    @Override
    public synchronized void show(Press press) {
        lit.set(press.button(), press.lit());
        rows.add(table.row(press));
        if (rows.size() > PRESSES_KEPT) {
            rows.remove();
        }
        draw();
    }

    @Override
    public synchronized void connected(String ends) {
        connection = ends;
        draw();
    }

    /** Restores the terminal; leaves the drawing in place and the cursor below it. */
    @Override
    public void close() {
        SystemTerminal.close(terminal);
    }

    private synchronized void resize() {
        size = terminal.getSize();
        draw();
    }

    private synchronized void draw() {
        List<AttributedString> lines = new ArrayList<>();
        introduction.forEach(line -> add(lines, line));
        add(lines, connection);
        add(lines, "");
        drawing.lines(lit).forEach(line -> add(lines, line));
        add(lines, "");
        add(lines, Keyboard.usage(lit.size()));
        add(lines, "");
        add(lines, table.heading());
        List<AttributedString> last = new ArrayList<>();
        rows.forEach(row -> add(last, row));
        int room = Math.max(1, size.getRows() - 1 - lines.size());
        lines.addAll(last.subList(Math.max(0, last.size() - room), last.size()));
        add(lines, "");
        display.resize(size);
        display.update(lines, size.cursorPos(lines.size() - 1, 0));
        terminal.flush();
    }

    private void add(List<AttributedString> lines, String line) {
        lines.addAll(AttributedString.fromAnsi(line).columnSplitLength(size.getColumns()));
    }
}
