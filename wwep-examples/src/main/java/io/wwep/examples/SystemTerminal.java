package io.wwep.examples;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
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

    /**
     * Why nothing can be drawn on this program's terminal; empty if it can, or if its input is none. It is not opened for
     * that: JLine may go on reading from one that it has opened, and take the next key.
     */
    static Optional<String> obstacle() {
        Optional<String> size = size();
        if (size.isEmpty()) {
            return Optional.empty();
        }
        String type = System.getenv("TERM");
        if (type == null || type.isEmpty()) {
            return Optional.of("TERM is not set, so nothing is known of this terminal");
        }
        Optional<Map<Capability, String>> abilities = abilities(type);
        if (abilities.isEmpty()) {
            return Optional.of("this system knows no terminal '" + type + "' (TERM)");
        }
        if (!abilities.get().containsKey(Capability.cursor_up)
                && !abilities.get().containsKey(Capability.cursor_address)) {
            return Optional.of("a terminal '" + type + "' (TERM) cannot be drawn on");
        }
        String[] rowsAndColumns = size.get().split(" ");
        return Arrays.asList(rowsAndColumns).contains("0")
                ? Optional.of("this terminal says that it has " + rowsAndColumns[0] + " rows and "
                        + rowsAndColumns[rowsAndColumns.length - 1] + " columns (stty size)")
                : Optional.empty();
    }

    /** Rows and columns, as stty has them; empty if standard input is no terminal. */
    private static Optional<String> size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return stty.waitFor() == 0 ? Optional.of(size) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What a type of terminal can do; empty if it is not known. */
    private static Optional<Map<Capability, String>> abilities(String type) {
        try {
            @Nullable String known = InfoCmp.getLoadedInfoCmp(type);
            Map<Capability, String> texts = new EnumMap<>(Capability.class);
            InfoCmp.parseInfoCmp(
                    known == null ? InfoCmp.getInfoCmp(type) : known,
                    EnumSet.noneOf(Capability.class),
                    new EnumMap<>(Capability.class),
                    texts);
            return Optional.of(texts);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
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
