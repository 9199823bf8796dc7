package io.wwep.examples;

import io.wwep.gateway.Quality;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints each change as a line. */
final class ChangeLines implements ChangeView {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Screen screen;
    private final MessageRewriter messages;

    /** Whether the last change was to STALE: an unreachable server affects all registers, and one cause says why. */
    private boolean isOutage;

    ChangeLines(Screen screen, MessageRewriter messages) {
        this.screen = screen;
        this.messages = messages;
        screen.line(row("read at", "register", "value", "quality", "why"));
    }

    @Override
    public void show(Change change) {
        screen.line(row(
                TIME.format(change.reading().time()),
                change.number(),
                change.value(),
                change.reading().quality().toString(),
                why(change)));
    }

    private String why(Change change) {
        boolean wasOutage = isOutage;
        isOutage = change.reading().quality() == Quality.STALE;
        return isOutage && wasOutage ? "(as above)" : change.cause(messages);
    }

    private static String row(String... cells) {
        return String.format("%-12s  %-8s  %-12s  %-7s  %s", (Object[]) cells).stripTrailing();
    }

    @Override
    public void close() {}
}
