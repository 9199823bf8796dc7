package io.wwep.examples;

import io.wwep.examples.board.Press;
import java.util.List;

/** Shows each press as a line of output. */
final class LineView implements LedView {

    /** Aligns with the "sent" column of the table. */
    private static final String INDENT = "       ";

    private final Screen screen;
    private final PressTable table;

    LineView(Screen screen, List<String> introduction, PressTable table) {
        this.screen = screen;
        this.table = table;
        introduction.forEach(screen::line);
        screen.line(table.heading());
    }

    @Override
    public void show(Press press) {
        screen.line(table.row(press));
    }

    @Override
    public void connected(String connection) {
        screen.line(INDENT + connection);
    }

    @Override
    public void close() {}
}
