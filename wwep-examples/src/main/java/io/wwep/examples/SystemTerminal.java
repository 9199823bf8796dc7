package io.wwep.examples;

import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** The terminal that a program runs in, and whether it can be drawn on. */
final class SystemTerminal {

    private SystemTerminal() {}

    /** This program's terminal; empty if its input and output are none. */
    static Optional<Terminal> open() {
        // What JLine would log of a terminal that it does not know is said by obstacle(), in a line.
        Logger.getLogger("org.jline").setLevel(Level.OFF);
        try {
            return Optional.of(TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .provider("exec")
                    .build());
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Why nothing can be drawn on a terminal; empty if it can. */
    static Optional<String> obstacle(Terminal terminal) {
        String type = System.getenv("TERM");
        if (type == null || type.isEmpty()) {
            return Optional.of("TERM is not set, so nothing is known of this terminal");
        }
        if (!isKnown(type)) {
            return Optional.of("this system knows no terminal '" + type + "' (TERM)");
        }
        if (terminal.getStringCapability(Capability.cursor_up) == null
                && terminal.getStringCapability(Capability.cursor_address) == null) {
            return Optional.of("a terminal '" + type + "' (TERM) cannot be drawn on");
        }
        Size size = terminal.getSize();
        return size.getRows() == 0 || size.getColumns() == 0
                ? Optional.of("this terminal says that it has " + size.getColumns() + " columns and " + size.getRows()
                        + " rows (stty size)")
                : Optional.empty();
    }

    private static boolean isKnown(String type) {
        try {
            @Nullable String known = InfoCmp.getLoadedInfoCmp(type);
            return known != null || !InfoCmp.getInfoCmp(type).isEmpty();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void close(Terminal terminal) {
        try {
            terminal.close();
        } catch (IOException e) {
            // Nothing is left to be done for a terminal that is gone.
        }
    }
}
